using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Outbound;

[Collection(BrokerKillCollection.Name)]
public sealed class EmbeddedOnwardKillTests(SharedBroker shared) : OutboundKillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;

    private protected override int Kills => 20;
}

/// <summary>Fewer kills: <see cref="Faults.KillTests"/> has twenty, and what is sent onward comes from the same record.</summary>
[Collection(SiloBrokerCollection.Name)]
public sealed class SiloOnwardKillTests(SharedBroker shared) : OutboundKillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;

    private protected override int Kills => 8;
}

public sealed class EmbeddedWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class SiloWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
