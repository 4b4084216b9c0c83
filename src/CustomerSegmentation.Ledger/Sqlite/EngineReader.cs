using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Dapper;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Reads what only the embedded engine's file has: its customers, as pages and a journal.</summary>
public sealed class EngineReader : LedgerReader
{
    internal EngineReader(LedgerSource source)
        : base(source)
    {
    }

    /// <summary>Pages of customers as of the last checkpoint: their lane, number and content.</summary>
    /// <exception cref="InvalidDataException">A page is damaged.</exception>
    public IEnumerable<(int Lane, int Page, ReadOnlyMemory<byte> Payload)> Pages()
    {
        using var connection = Source.Connect();
        foreach (var (id, payload) in connection.Query<(long, byte[])>(
            "SELECT id, payload FROM pages ORDER BY id", buffered: false))
        {
            yield return ((int)(id >> 32), (int)id, ChecksummedBlob.Open(payload));
        }
    }

    /// <summary>Everybody in the file of a silo, by id.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public IEnumerable<Customer> CustomersInRows()
    {
        using var connection = Source.Connect();
        foreach (var state in connection.Query<byte[]>(
            "SELECT state FROM customers WHERE version > 0 ORDER BY customer", buffered: false))
        {
            yield return CustomerCodec.Read(ChecksummedBlob.Open(state).Span);
        }
    }

    /// <summary>What customers were told since the last checkpoint, in order.</summary>
    /// <exception cref="InvalidDataException">An entry is damaged.</exception>
    public IEnumerable<(long Place, ReadOnlyMemory<byte> Payload)> Journal()
    {
        using var connection = Source.Connect();
        foreach (var (place, payload) in connection.Query<(long, byte[])>(
            "SELECT seq, payload FROM journal ORDER BY seq", buffered: false))
        {
            yield return (place, ChecksummedBlob.Open(payload));
        }
    }

    /// <summary>Whether the pages tell where each customer's last migration is; those of earlier versions do not.</summary>
    public bool PagesAreChained => Meta(Markers.PagesAreChained) is not null;

    /// <summary>Everybody who has migrations on record, and the place of the last one. Reads all of it.</summary>
    public IEnumerable<(string CustomerId, long Last)> LastMigrations()
    {
        using var connection = Source.Connect();
        foreach (var last in connection.Query<(string, long)>(
            "SELECT customer, MAX(id) FROM migrations GROUP BY customer", buffered: false))
        {
            yield return last;
        }
    }

    /// <summary>A page of a customer's migrations, newest effective time first.</summary>
    /// <param name="query">Which of them.</param>
    /// <param name="last">The place of their last one.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public Page<Migration> History(MigrationQuery query, long last) => Migrations(query, last);

    /// <summary>One migration of a customer; null if there is none of that number.</summary>
    /// <param name="last">The place of their last one.</param>
    /// <param name="sequence">Which.</param>
    public Migration? Migration(long last, int sequence)
    {
        using var connection = Source.Connect();
        return connection.QuerySingleOrDefault<MigrationRow>(
            $"{MigrationChain.Sql("@last")} SELECT {MigrationColumns}, {LaterColumns} FROM own WHERE sequence = @sequence",
            new { last, sequence = (long)sequence })?.ToMigration();
    }

    /// <summary>Where a customer was at a moment and since when; null for whoever had not migrated by then.</summary>
    /// <param name="last">The place of their last migration.</param>
    /// <param name="asOf">The moment; a migration of that moment has happened.</param>
    public (string? SegmentId, DateTimeOffset Since)? WhereAt(long last, DateTimeOffset asOf)
    {
        using var connection = Source.Connect();
        var (segment, since) = connection.QuerySingleOrDefault<(string? Segment, long? Since)>(
            $"""
            {MigrationChain.Sql("@last")}
            SELECT to_segment, effective_at FROM own WHERE effective_at <= @asOf ORDER BY sequence DESC LIMIT 1
            """,
            new { last, asOf = asOf.UtcTicks });
        return since is { } ticks ? (segment, new(ticks, TimeSpan.Zero)) : null;
    }

    /// <summary>Whose migration a place is; null when nothing is there.</summary>
    public string? CustomerAt(long id)
    {
        using var connection = Source.Connect();
        return CustomerAt(connection, id);
    }

    /// <summary>What came on record of customers after a place. Whoever asks disposes it.</summary>
    public LaterMigrations LaterThan(long place) => new(Source.Connect(), place);

    /// <summary>First contacts of customers who entered no segment: who, since when, and when the engine knew; by customer id.</summary>
    public IEnumerable<(string CustomerId, DateTimeOffset Since, DateTimeOffset RecordedAt)> FirstContacts()
    {
        using var connection = Source.Connect();
        foreach (var (customer, since, recordedAt) in connection.Query<(string, long, long)>(
            "SELECT customer, since, recorded_at FROM first_contacts ORDER BY customer", buffered: false))
        {
            yield return (customer, new(since, TimeSpan.Zero), new(recordedAt, TimeSpan.Zero));
        }
    }
}
