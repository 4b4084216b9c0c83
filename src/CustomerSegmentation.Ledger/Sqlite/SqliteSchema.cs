namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>The tables of the file. Times are UTC ticks (100 ns since year 1).</summary>
internal static class SqliteSchema
{
    /// <summary>Raised with every change of a table; a file of a newer version is left alone.</summary>
    public const int Version = 6;

    /// <summary>"CSEG" in SQLite's application id, so that a stranger's database is never written to.</summary>
    public const int ApplicationId = 0x43534547;

    /// <summary>What makes a file of each version one of the next, the first one's first.</summary>
    public static IReadOnlyList<string> Steps { get; } = [FromVersion1, FromVersion2, FromVersion3, FromVersion4, FromVersion5];

    /// <summary>The record gets a name of its own: with a position it names a migration for ever, elsewhere too.</summary>
    private const string FromVersion2 = """
        INSERT INTO meta (key, value) VALUES ('record', lower(hex(randomblob(8))));

        -- How far each of those who pass migrations on has got.
        CREATE TABLE bookmarks (reader TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE subscriptions (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE deliveries (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            subscription TEXT NOT NULL,
            message TEXT NOT NULL,
            document TEXT NOT NULL,
            UNIQUE (subscription, message));
        CREATE INDEX deliveries_by_subscription ON deliveries (subscription, seq);
        """;

    /// <summary>The figures before a refund or a correction, which nothing else tells afterwards.</summary>
    private const string FromVersion3 = " ALTER TABLE migrations ADD COLUMN rfm_before TEXT; ";

    /// <summary>
    /// A customer's migrations become a chain, each with the place of the one before: an index by customer was written at
    /// random, page by page, and bounded how much could be recorded. It is there once more for finding those before.
    /// </summary>
    private const string FromVersion4 = """
        ALTER TABLE migrations ADD COLUMN previous INTEGER;
        UPDATE migrations SET previous = (
            SELECT MAX(earlier.id) FROM migrations earlier INDEXED BY migrations_by_customer
            WHERE earlier.customer = migrations.customer AND earlier.id < migrations.id);
        DROP INDEX migrations_by_customer;
        """;

    /// <summary>Customers without a segment get a table by the usual name.</summary>
    private const string FromVersion5 = " ALTER TABLE acquaintances RENAME TO first_contacts; ";

    /// <summary>A new file.</summary>
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
            monetary REAL,
            rfm_before TEXT,
            previous INTEGER); -- the customer's migration before; the engine's customers know their last one
        CREATE INDEX migrations_by_time ON migrations (effective_at);

        """ + FirstContacts + """

        CREATE TABLE models (version INTEGER PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE publications (ordinal INTEGER PRIMARY KEY, version INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE TABLE segments (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, action TEXT NOT NULL) WITHOUT ROWID;

        """ + FromVersion2;

    /// <summary>
    /// What the second version added. Of the migrations in it nobody knows what the customers were worth, nor
    /// who had been heard of and was in no segment.
    /// </summary>
    private const string FromVersion1 = """
        ALTER TABLE migrations ADD COLUMN monetary REAL;
        CREATE TABLE acquaintances (
            customer TEXT PRIMARY KEY, since INTEGER NOT NULL, recorded_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // Customers who were first heard of without entering a segment, such as by a refund.
    private const string FirstContacts = """
        CREATE TABLE first_contacts (
            customer TEXT PRIMARY KEY, since INTEGER NOT NULL, recorded_at INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
