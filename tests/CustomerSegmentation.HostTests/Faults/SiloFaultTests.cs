using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.HostTests.Faults;

[Collection(SiloBrokerCollection.Name)]
public sealed class SiloKillTests(SharedBroker shared) : KillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

public sealed class SiloKillOverHttpTests : KillOverHttpTests
{
    private protected override HostUnderTest Host => HostUnderTest.Silo;
}

[Collection(SiloBrokerCollection.Name)]
public sealed class SiloPowerCutTests(SharedBroker shared) : PowerCutTests(shared)
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

public sealed class SiloUnusableDataTests : UnusableDataTests
{
    private const string FirstStanding = "SELECT standing FROM customers ORDER BY key LIMIT 1";

    private protected override HostUnderTest Host => HostUnderTest.Silo;

    [Fact]
    public Task One_flipped_bit_of_where_a_customer_stands_is_noticed() => IsNamedAndLeftAsItIsAsync(
        file => Damage.FlipBit(file, Damage.Read(file, FirstStanding)));

    [Fact]
    public Task Where_a_customer_stands_cut_short_under_a_seal_that_fits_is_noticed() => IsNamedAndLeftAsItIsAsync(file =>
    {
        var buffer = Array.Empty<byte>();
        var standing = Sealed.Seal(Sealed.Open(Damage.Read(file, FirstStanding)).Span[..^3], ref buffer).ToArray();
        Damage.Write(file, "UPDATE customers SET standing = @value WHERE key = (SELECT MIN(key) FROM customers)", standing);
    });
}
