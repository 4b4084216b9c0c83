using CustomerSegmentation.Ledger.Exports;
using Dapper;

namespace CustomerSegmentation.Ledger;

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
            yield return ((int)(id >> 32), (int)id, Sealed.Open(payload));
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
            yield return (place, Sealed.Open(payload));
        }
    }

    /// <summary>What came on record of customers after a place. Whoever asks disposes it.</summary>
    public LaterMigrations LaterThan(long place) => new(Source.Connect(), place);

    /// <summary>Who was heard of without entering a segment, since when, and when the engine knew; by customer id.</summary>
    public IEnumerable<(string CustomerId, DateTimeOffset Since, DateTimeOffset RecordedAt)> Acquaintances()
    {
        using var connection = Source.Connect();
        foreach (var (customer, since, recordedAt) in connection.Query<(string, long, long)>(
            "SELECT customer, since, recorded_at FROM acquaintances ORDER BY customer", buffered: false))
        {
            yield return (customer, new(since, TimeSpan.Zero), new(recordedAt, TimeSpan.Zero));
        }
    }
}
