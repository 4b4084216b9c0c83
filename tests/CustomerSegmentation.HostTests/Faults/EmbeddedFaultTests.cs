using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.HostTests.Faults;

[Collection(BrokerKillCollection.Name)]
public sealed class EmbeddedKillTests(SharedBroker shared) : KillTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedKillOverHttpTests : KillOverHttpTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedDiskFullTests : DiskFullTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

[Collection(BrokerCollection.Name)]
public sealed class EmbeddedDiskFullBrokerTests(SharedBroker shared) : DiskFullBrokerTests(shared)
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedBackPressureTests : BackPressureTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedCleanStopTests : CleanStopTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedErasureTests : ErasureTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedDataFolderTests : DataFolderTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedTakenPortTests : TakenPortTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedQuietLogTests : QuietLogTests
{
    private protected override HostUnderTest Host => HostUnderTest.Embedded;
}

public sealed class EmbeddedUnusableDataTests : UnusableDataTests
{
    private const string FirstPage = "SELECT payload FROM pages ORDER BY id LIMIT 1";

    private protected override HostUnderTest Host => HostUnderTest.Embedded;

    [Fact]
    public Task One_flipped_bit_of_a_page_of_customers_is_noticed() => IsNamedAndLeftAsItIsAsync(
        file => Damage.FlipBit(file, Damage.Read(file, FirstPage)));

    [Fact]
    public Task A_migration_at_no_time_is_noticed() => IsNamedAndLeftAsItIsAsync(file =>
        Damage.Write(file, "UPDATE migrations SET effective_at = @value WHERE id = (SELECT MAX(id) FROM migrations)", -1));

    [Fact]
    public Task A_page_of_customers_cut_short_under_a_seal_that_fits_is_noticed() => IsNamedAndLeftAsItIsAsync(file =>
    {
        var buffer = Array.Empty<byte>();
        var page = ChecksummedBlob.Seal(ChecksummedBlob.Open(Damage.Read(file, FirstPage)).Span[..^3], ref buffer).ToArray();
        Damage.Write(file, "UPDATE pages SET payload = @value WHERE id = (SELECT MIN(id) FROM pages)", page);
    });
}
