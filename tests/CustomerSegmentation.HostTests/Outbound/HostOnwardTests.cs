using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Outbound;

[Collection(BrokerKillCollection.Name)]
public sealed class EmbeddedOnwardKillTests(SharedBroker shared) : OutboundKillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

[Collection(SiloKillCollection.Name)]
public sealed class SiloOnwardKillTests(SharedBroker shared) : OutboundKillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class EmbeddedWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class SiloWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
