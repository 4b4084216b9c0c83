using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>Customers in the file of a silo: state, where they are and what moved them, all or nothing, by one writer at a time.</summary>
public sealed class CustomerRowsTests : IDisposable
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");
    private readonly SqliteDatabase _database;
    private readonly LedgerWriter _writer;

    public CustomerRowsTests()
    {
        _database = SqliteDatabase.Open(_folder.FullName);
        _writer = _database.OpenWriter();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void State_comes_back_with_the_place_to_write_it_to()
    {
        Commit(Change("A", 5, [1, 2, 3], Read("A").Location, Moved("A", 1)));

        var read = Read("A");
        read.State?.ToArray().ShouldBe([1, 2, 3]);
        read.Location.Version.ShouldBe(5);
        Commit(Change("A", 6, [], read.Location, Moved("A", 2)));
        Read("A").State.ShouldNotBeNull().IsEmpty.ShouldBeTrue();
        Sequences("A").ShouldBe([2, 1]);
        (Read("B").State, Read("B").Location.Version).ShouldBe((null, 0));
    }

    [Fact]
    public void A_change_whose_confirmation_was_lost_is_on_record_once()
    {
        var first = Read("A").Location;
        Commit(Change("A", 5, [1], first, Moved("A", 1)));
        var change = Change("A", 6, [1, 2], Read("A").Location, Moved("A", 2));
        Commit(Change("A", 6, [1, 2], first, Moved("A", 2)));

        Commit(change);

        change.Location!.Version.ShouldBe(6);
        Sequences("A").ShouldBe([2, 1]);

        // The same of somebody new, whose row was not there when they were read.
        var (once, again) = (Read("N").Location, Read("N").Location);
        Commit(Change("N", 5, [1], once, Moved("N", 1)));
        Commit(Change("N", 5, [1], again, Moved("N", 1)));
        Sequences("N").ShouldBe([1]);
    }

    [Theory]
    [InlineData(6)] // as another writer would name theirs
    [InlineData(7)]
    [InlineData(99)]
    public void Whoever_writes_over_what_they_have_not_read_is_refused_and_nothing_of_it_is_on_record(long version)
    {
        Commit(Change("A", 5, [1], Read("A").Location, Moved("A", 1)));
        var (late, other) = (Read("A").Location, Read("A").Location);
        Commit(Change("A", 6, [1, 2], other, Moved("A", 2)));

        var stale = Should.Throw<StaleCustomerException>(() => Commit(
            Change("B", 1, [9], Read("B").Location, Moved("B", 1)), Change("A", version, [1, 3], late, Moved("A", 2))));

        stale.CustomerIds.ShouldBe(["A"]);
        Read("A").Location.Version.ShouldBe(6);
        Read("A").State?.ToArray().ShouldBe([1, 2]);
        Read("B").State.ShouldBeNull();
        Sequences("A").ShouldBe([2, 1]);
        Sequences("B").ShouldBeEmpty();
        late.Version.ShouldBe(5);
    }

    [Fact]
    public void A_transaction_that_failed_leaves_everybody_where_they_were()
    {
        var location = Read("A").Location;
        var change = Change("A", 5, [1], location, Moved("A", 1));
        Should.Throw<InvalidDataException>(() => _writer.Commit(writer =>
        {
            writer.Save(change);
            throw new InvalidDataException();
        }));
        location.Version.ShouldBe(0);

        Commit(change);

        (location.Version, Read("A").Location.Version).ShouldBe((5, 5));
        Sequences("A").ShouldBe([1]);
    }

    [Fact]
    public void A_damaged_state_is_named_and_keeps_nobody_else_from_being_read()
    {
        foreach (var id in new[] { "A", "B" })
        {
            Commit(Change(id, 5, [1, 2, 3], Read(id).Location));
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "segmentation.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE customers SET state = CAST(substr(state, 1, 8) || x'010204' AS BLOB) WHERE customer = 'A'";
            command.ExecuteNonQuery().ShouldBe(1);
        }

        using var states = _database.OpenStates();
        var read = states.Read(["A", "B", "C"]);

        (read[0].Customer, read[0].Fault?.Message).ShouldBe((null, "A checksum does not fit its data."));
        read[1].Customer.ShouldNotBeNull().State?.ToArray().ShouldBe([1, 2, 3]);
        read[2].Customer.ShouldNotBeNull().State.ShouldBeNull();
    }

    [Fact]
    public void Who_has_migrations_on_record_and_no_state_yet_is_nobody_yet_and_their_history_goes_on()
    {
        _writer.Commit(writer => writer.Append(Moved("A", 1)));
        _database.Shards.Count().ShouldBe(0);

        var read = Read("A");
        (read.State, read.Location.Version).ShouldBe((null, 0));
        Commit(Change("A", 5, [1], read.Location, Moved("A", 2)));

        Sequences("A").ShouldBe([2, 1]);
        _database.Shards.Rows(3).ShouldHaveSingleItem().CustomerId.ShouldBe("A");
    }

    private static CustomerChange Change(string id, long version, byte[] state, CustomerLocation location, params Migration[] migrations) => new(
        new(id, 3, version, "s1", Day0.UtcTicks, MigrationCause.Purchase, migrations.Length, 1, Day0.UtcTicks, 2, 20.5m, 0, 0, 0, 2),
        state,
        migrations,
        FirstContact: null,
        location);

    private static Migration Moved(string id, int sequence) => new(
        id, sequence, sequence == 1 ? null : "s1", "s1", MigrationCause.Purchase, 1, Day0.AddDays(sequence), Day0.AddDays(sequence), null, 10);

    private void Commit(params CustomerChange[] changes) => _writer.Commit(writer => Array.ForEach(changes, writer.Save));

    private StoredCustomer Read(string id)
    {
        using var states = _database.OpenStates();
        return states.Read([id])[0].Customer.ShouldNotBeNull();
    }

    private int[] Sequences(string id) => [.. _database.Reader.Migrations(new(id)).Items.Select(migration => migration.Sequence)];
}
