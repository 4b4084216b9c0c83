namespace CustomerSegmentation.Ledger;

/// <summary>The tables of the file. Times are UTC ticks (100 ns since year 1).</summary>
internal static class Schema
{
    /// <summary>Raised with every change of a table; a file of a newer version is left alone.</summary>
    public const int Version = 2;

    /// <summary>"CSEG" in SQLite's application id, so that a stranger's database is never written to.</summary>
    public const int ApplicationId = 0x43534547;

    public const string Create = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        -- What customers were told since the last checkpoint: packed events, one row per lane and commit.
        CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, payload BLOB NOT NULL);

        -- Customers as of the last checkpoint: packed states, many to a page. id is lane << 32 | page.
        CREATE TABLE pages (id INTEGER PRIMARY KEY, payload BLOB NOT NULL);

        -- id is never used twice, or an erasure could make a later migration look like one that the pages have.
        CREATE TABLE migrations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            customer TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            from_segment TEXT,
            to_segment TEXT,
            cause INTEGER NOT NULL,
            model_version INTEGER NOT NULL,
            effective_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            event_id TEXT,
            monetary REAL);
        CREATE INDEX migrations_by_customer ON migrations (customer, effective_at);
        CREATE INDEX migrations_by_time ON migrations (effective_at);

        """ + Acquaintances + """

        CREATE TABLE models (version INTEGER PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE publications (ordinal INTEGER PRIMARY KEY, version INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE segments (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, action TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>
    /// Makes tables of version 1 tables of today. Of the migrations in it nobody knows what the customers were worth, nor
    /// who had been heard of and was in no segment.
    /// </summary>
    public const string FromVersion1 = "ALTER TABLE migrations ADD COLUMN monetary REAL; " + Acquaintances;

    // Customers who were first heard of without entering a segment, such as by a refund.
    private const string Acquaintances = """
        CREATE TABLE acquaintances (
            customer TEXT PRIMARY KEY, since INTEGER NOT NULL, recorded_at INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
