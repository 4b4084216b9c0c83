namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Erases a customer from the record, and remembers until it is done that pages and log must be scrubbed too.</summary>
public static class Erasure
{
    /// <summary>Key of the marker that a scrub is owed; its value tells one erasure from the next.</summary>
    public const string Owed = "scrub_owed";

    /// <summary>Erases a customer's history, and owes the scrub.</summary>
    public static void Erase(this LedgerWriter writer, string customerId, string mark)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Forget(customerId);
        writer.OweScrub(mark);
    }

    /// <summary>Somebody was erased: pages and log must be scrubbed.</summary>
    public static void OweScrub(this LedgerWriter writer, string mark)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.SetMeta(Owed, mark);
    }

    /// <summary>The scrub that was owed is done, unless somebody was erased since.</summary>
    public static void Scrubbed(this LedgerWriter writer, string mark)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Run($"DELETE FROM meta WHERE key = '{Owed}' AND value = $1", mark);
    }
}
