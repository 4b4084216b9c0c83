namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// Where a customer is in the database, as of the last commit: read once, then kept up to date by the writer, so that no write
/// has to look for them. One activation owns it; after the first write it belongs to the thread that writes.
/// </summary>
public sealed class CustomerLocation
{
    /// <summary>The version of the state on record; 0 when nothing is.</summary>
    public long Version { get; internal set; }

    /// <summary>Key of their row; 0 when there is none.</summary>
    internal long Key { get; set; }

    /// <summary>The place of their last migration; 0 when there is none.</summary>
    internal long LastMigration { get; set; }
}
