namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Which host a file belongs to: they keep customers in different tables.</summary>
public enum FileOwner
{
    /// <summary>The engine with lanes: customers in pages, behind a journal.</summary>
    Lanes,

    /// <summary>A silo alone: customers in rows.</summary>
    Silo,
}
