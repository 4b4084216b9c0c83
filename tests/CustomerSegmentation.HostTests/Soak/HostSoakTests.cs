using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Soak;

[Collection(BrokerKillCollection.Name)]
public sealed class EmbeddedSoakTests(SharedBroker shared) : SoakTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

[Collection(SiloBrokerCollection.Name)]
public sealed class SiloSoakTests(SharedBroker shared) : SoakTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
