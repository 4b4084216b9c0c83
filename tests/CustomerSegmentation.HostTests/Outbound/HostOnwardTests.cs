namespace CustomerSegmentation.HostTests.Outbound;

public sealed class EmbeddedWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class SiloWebhookKillTests : WebhookKillTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
