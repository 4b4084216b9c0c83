namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// The table of customers in the file of a silo. A shard is a range of keys, and whoever is new comes to the end of it: so
/// a shard is read without an index of shards, and customers who came together stay together.
/// </summary>
internal static class CustomerTable
{
    /// <summary>
    /// What the file of a silo has besides the tables of <see cref="SqliteSchema"/>. The segment state comes before the full state, which
    /// may be long. Both are behind a checksum.
    /// </summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS customers (
            key INTEGER PRIMARY KEY,
            customer TEXT NOT NULL,
            version INTEGER NOT NULL,
            last_migration INTEGER NOT NULL,
            segment_state BLOB NOT NULL,
            state BLOB NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS customers_by_id ON customers (customer);
        """;

    /// <summary>Of whom there are migrations and nothing else yet: an import brings the record before the customers.</summary>
    public const int Unplaced = 1 << 20; // above every shard

    private const int BitsInShard = 40;

    /// <summary>The shard of a key.</summary>
    public static int ShardOf(long key) => (int)(key >> BitsInShard);

    /// <summary>A shard's keys come after this.</summary>
    public static long Before(int shard) => (long)shard << BitsInShard;

    /// <summary>And go up to this.</summary>
    public static long Last(int shard) => ((long)(shard + 1) << BitsInShard) - 1;
}
