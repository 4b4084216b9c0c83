namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>
/// A customer's migrations in the embedded engine's file: from the last one, whose place the engine knows, each leads to the one
/// before. So nothing but the end of the table is written when customers move, and a history costs a lookup for each
/// migration in it.
/// </summary>
internal static class MigrationChain
{
    /// <summary>What makes <c>own</c> the table of one customer's migrations in the statement that follows.</summary>
    /// <param name="last">The parameter with the place of their last one.</param>
    public static string Sql(string last) => $"""
        WITH RECURSIVE own AS (
            SELECT * FROM migrations WHERE id = {last}
            UNION ALL SELECT earlier.* FROM own JOIN migrations earlier ON earlier.id = own.previous)
        """;
}
