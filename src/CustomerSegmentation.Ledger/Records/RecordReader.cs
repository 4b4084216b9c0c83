using CustomerSegmentation.Engine;
using Dapper;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads migrations in the order they were put on record. Any thread.</summary>
public sealed class RecordReader
{
    private readonly LedgerSource _source;

    internal RecordReader(LedgerSource source) => _source = source;

    /// <summary>The name of this record.</summary>
    public string Id()
    {
        using var connection = _source.Connect();
        return connection.QuerySingle<string>("SELECT value FROM meta WHERE key = 'record'");
    }

    /// <summary>The last place that was ever given out, even if what was there is erased; 0 before the first.</summary>
    public long End()
    {
        using var connection = _source.Connect();
        return connection.QuerySingleOrDefault<long>(_source.End);
    }

    /// <summary>What is on record after one place and up to another, oldest first.</summary>
    public IReadOnlyList<RecordedMigration> Between(long after, long through, int limit)
    {
        using var connection = _source.Connect();
        return [.. connection.Query<MigrationRow>(
                $"""
                SELECT {LedgerReader.MigrationColumns}, {LedgerReader.LaterColumns} FROM migrations
                WHERE id > @after AND id <= @through ORDER BY id LIMIT @limit
                """,
                new { after, through, limit })
            .Select(row => new RecordedMigration(row.Id, row.ToMigration()))];
    }

    /// <summary>How far a reader has got; null for one that never kept anything.</summary>
    public long? Bookmark(string reader)
    {
        using var connection = _source.Connect();
        return connection.QuerySingleOrDefault<long?>(
            "SELECT position FROM bookmarks WHERE reader = @reader", new { reader });
    }
}
