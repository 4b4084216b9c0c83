using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

[Collection(SiloKillCollection.Name)]
public sealed class SiloKillTests(SharedBroker shared) : KillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloKillOverHttpTests : KillOverHttpTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloDiskFullTests : DiskFullTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

[Collection(SiloBrokerCollection.Name)]
public sealed class SiloDiskFullBrokerTests(SharedBroker shared) : DiskFullBrokerTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloBackPressureTests : BackPressureTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloCleanStopTests : CleanStopTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloErasureTests : ErasureTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloDataFolderTests : DataFolderTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloTakenPortTests : TakenPortTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloQuietLogTests : QuietLogTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}
