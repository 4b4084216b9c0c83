namespace CustomerSegmentation.HostTests.Cli;

public sealed class EmbeddedToolAndEngineTests : ToolAndEngineTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class SiloToolAndEngineTests : ToolAndEngineTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class EmbeddedExportTests : ExportTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class SiloExportTests : ExportTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
