using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>
/// The tables in PostgreSQL: those of <see cref="SqliteSchema"/> without what only the embedded engine has, and with what a
/// cluster keeps besides. Ids sort by their UTF-8 bytes (<c>COLLATE "C"</c>), as SQLite's do: cursors rely on it.
/// Times are UTC ticks (100 ns since year 1).
/// </summary>
internal static class PostgresSchema
{
    /// <summary>The schema, in the sense of a namespace, that holds them.</summary>
    public const string Name = "segmentation";

    /// <summary>
    /// Key of how many steps whoever uses the tables must know. It is raised only by a step that takes something away from them, so
    /// that silos of the last release may still be started while a cluster is updated, and after.
    /// </summary>
    public const string LeastKey = "schema";

    /// <summary>Key of how many steps were taken; as many as must be known where nothing is said.</summary>
    public const string StepKey = "schema_step";

    /// <summary>What must be known of tables whose customers keep their state elsewhere: views replace what was renamed since.</summary>
    public const int Least = 1;

    /// <summary>How many bytes before the state of a customer are its checksum.</summary>
    public const int ChecksumLength = ChecksummedBlob.SealLength;

    /// <summary>What makes tables of each version those of the next; the first step makes them out of nothing.</summary>
    public static IReadOnlyList<string> Steps { get; } = [FromNothing, FromVersion1, FromVersion2];

    private const string FromNothing = """
        CREATE TABLE meta (key TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);

        -- With a position, the name of the record names a migration for ever, elsewhere too.
        INSERT INTO meta (key, value) VALUES ('record', left(replace(gen_random_uuid()::text, '-', ''), 16));

        -- A sequence without a cache: whoever holds the lock of the record gets the next ids, and nobody has some in store.
        CREATE TABLE migrations (
            id BIGINT GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
            customer TEXT COLLATE "C" NOT NULL,
            sequence BIGINT NOT NULL,
            from_segment TEXT COLLATE "C",
            to_segment TEXT COLLATE "C",
            cause BIGINT NOT NULL,
            model_version BIGINT NOT NULL,
            effective_at BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            event_id TEXT COLLATE "C",
            monetary DOUBLE PRECISION,
            rfm_before TEXT,
            UNIQUE (customer, sequence));
        CREATE INDEX migrations_by_time ON migrations (effective_at, id);

        -- The last position that was committed. The sequence is ahead of it while somebody writes.
        CREATE TABLE record_end (position BIGINT NOT NULL);
        INSERT INTO record_end (position) VALUES (0);

        CREATE TABLE acquaintances (
            customer TEXT COLLATE "C" PRIMARY KEY, since BIGINT NOT NULL, recorded_at BIGINT NOT NULL);

        CREATE TABLE models (version BIGINT PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE publications (ordinal BIGINT PRIMARY KEY, version BIGINT NOT NULL, at BIGINT NOT NULL);
        CREATE TABLE segments (
            id TEXT COLLATE "C" PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, action TEXT NOT NULL);

        CREATE TABLE bookmarks (reader TEXT COLLATE "C" PRIMARY KEY, position BIGINT NOT NULL);
        CREATE TABLE subscriptions (id TEXT COLLATE "C" PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE deliveries (
            seq BIGINT GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
            subscription TEXT COLLATE "C" NOT NULL,
            message TEXT COLLATE "C" NOT NULL,
            document TEXT NOT NULL,
            UNIQUE (subscription, message));
        CREATE INDEX deliveries_by_subscription ON deliveries (subscription, seq);

        -- Rows are rewritten all the time. With room in their page, and no index on what changes, the new row stands
        -- beside the old one and no index is touched (HOT).
        CREATE TABLE standings (
            customer TEXT COLLATE "C" PRIMARY KEY,
            shard BIGINT NOT NULL,
            version BIGINT NOT NULL,
            segment TEXT COLLATE "C",
            since BIGINT NOT NULL,
            cause BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            publication BIGINT NOT NULL,
            due BIGINT NOT NULL,
            frequency BIGINT NOT NULL,
            monetary NUMERIC NOT NULL,
            newest BIGINT NOT NULL,
            oldest BIGINT NOT NULL,
            first_purchase BIGINT NOT NULL,
            events BIGINT NOT NULL) WITH (fillfactor = 70);
        CREATE INDEX standings_by_shard ON standings (shard);
        """;

    /// <summary>
    /// Tables by the usual names. The views are for silos of the last version, which go on writing while a cluster is upgraded
    /// one silo after the other.
    /// </summary>
    private const string FromVersion1 = """
        ALTER TABLE acquaintances RENAME TO first_contacts;
        ALTER INDEX acquaintances_pkey RENAME TO first_contacts_pkey;
        CREATE VIEW acquaintances AS SELECT * FROM first_contacts;

        ALTER TABLE standings RENAME TO segment_states;
        ALTER INDEX standings_pkey RENAME TO segment_states_pkey;
        ALTER INDEX standings_by_shard RENAME TO segment_states_by_shard;
        CREATE VIEW standings AS SELECT * FROM segment_states;
        """;

    /// <summary>
    /// The state of customers, where it is kept here: behind a checksum of eight bytes. The view for silos of an older version has
    /// the columns it had, and what they write keeps the other columns of a row. A cluster whose customers are in Redis says so.
    /// </summary>
    private const string FromVersion2 = $"""
        ALTER TABLE segment_states ADD COLUMN state BYTEA;
        INSERT INTO meta (key, value) SELECT '{Markers.StateStorage}', 'redis' WHERE EXISTS (SELECT FROM segment_states);

        -- Every statement in it looks anew, so it sees what others have committed while the command before it waited for them.
        CREATE FUNCTION expect_states(customers TEXT[], versions BIGINT[], checksums BYTEA[]) RETURNS VOID LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM unnest(customers, versions, checksums) AS given (customer, version, checksum)
                LEFT JOIN {Name}.segment_states known ON known.customer = given.customer
                WHERE known.version IS DISTINCT FROM given.version
                    OR substring(known.state FROM 1 FOR 8) IS DISTINCT FROM given.checksum) THEN
                RAISE EXCEPTION 'A customer was written by somebody else since they were read.' USING ERRCODE = '{PostgresStateRows.StaleState}';
            END IF;
        END $$;
        """;
}
