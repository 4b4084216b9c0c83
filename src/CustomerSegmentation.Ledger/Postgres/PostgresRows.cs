using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>Many rows as one command: a column of each field, unnested by the server.</summary>
internal static class PostgresRows
{
    /// <summary>What happens to a segment state that is on record.</summary>
    private const string SegmentStateConflict = """
        ON CONFLICT (customer) DO UPDATE SET shard = excluded.shard, version = excluded.version, segment = excluded.segment,
            since = excluded.since, cause = excluded.cause, sequence = excluded.sequence, publication = excluded.publication,
            due = excluded.due, frequency = excluded.frequency, monetary = excluded.monetary, newest = excluded.newest,
            oldest = excluded.oldest, first_purchase = excluded.first_purchase, events = excluded.events
        WHERE excluded.version > segment_states.version
        """;

    /// <summary>Key of the lock that gives positions out in the order in which they become visible.</summary>
    private const long RecordLock = 0x43534547_00000001; // "CSEG"

    /// <summary>The channel on which it is said how far the record goes.</summary>
    public const string Channel = "segmentation_record";

    /// <summary>
    /// To come before positions are given out. Held until they are committed: whoever comes next gets later ones, and nobody
    /// sees a later one before an earlier.
    /// </summary>
    public static NpgsqlBatchCommand Lock() => Command("SELECT pg_advisory_xact_lock($1)", RecordLock);

    /// <summary>Migrations that are not on record yet. Answers with the last position, or no row if there was none.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<Migration> rows) => Command(
        $"""
        WITH added AS (
            INSERT INTO migrations (customer, sequence, from_segment, to_segment, cause, model_version,
                effective_at, recorded_at, event_id, monetary, rfm_before)
            SELECT customer, sequence, from_segment, to_segment, cause, model_version,
                effective_at, recorded_at, event_id, monetary, rfm_before
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
                AS given (customer, sequence, from_segment, to_segment, cause, model_version,
                    effective_at, recorded_at, event_id, monetary, rfm_before, place)
            ORDER BY place
            ON CONFLICT (customer, sequence) DO NOTHING
            RETURNING id),
        moved AS (
            UPDATE record_end SET position = (SELECT MAX(id) FROM added) WHERE EXISTS (SELECT FROM added)
            RETURNING position)
        SELECT position, pg_notify('{Channel}', position::text) FROM moved
        """,
        Column(rows, row => row.CustomerId),
        Column(rows, row => (long)row.Sequence),
        Column(rows, row => row.From),
        Column(rows, row => row.To),
        Column(rows, row => (long)row.Cause),
        Column(rows, row => (long)row.ModelVersion),
        Column(rows, row => row.EffectiveAt.UtcTicks),
        Column(rows, row => row.RecordedAt.UtcTicks),
        Column(rows, row => row.EventId),
        Column(rows, row => (double?)row.Monetary),
        Column(rows, row => RfmText.Of(row.Before)));

    /// <summary>First contacts of customers, each once.</summary>
    public static NpgsqlBatchCommand AddFirstContact(IReadOnlyList<(string CustomerId, long Since, long RecordedAt)> rows) => Command(
        """
        INSERT INTO first_contacts (customer, since, recorded_at) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (customer) DO UPDATE SET since = excluded.since, recorded_at = excluded.recorded_at
        """,
        Column(rows, row => row.CustomerId),
        Column(rows, row => row.Since),
        Column(rows, row => row.RecordedAt));

    /// <summary>Segment states of customers, each once.</summary>
    public static NpgsqlBatchCommand Save(IReadOnlyList<SegmentStateRow> rows) => Command(
        """
        INSERT INTO segment_states (customer, shard, version, segment, since, cause, sequence, publication, due, frequency,
            monetary, newest, oldest, first_purchase, events)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """ + "\n" + SegmentStateConflict,
        SegmentStates(rows));

    /// <summary>The fields of segment states, in the order of the table, a column of each.</summary>
    public static IEnumerable<object> SegmentStates(IReadOnlyList<SegmentStateRow> rows) =>
    [
        Column(rows, row => row.CustomerId),
        Column(rows, row => (long)row.Shard),
        Column(rows, row => row.Version),
        Column(rows, row => row.Segment),
        Column(rows, row => row.Since),
        Column(rows, row => (long)row.Cause),
        Column(rows, row => (long)row.Sequence),
        Column(rows, row => (long)row.Publication),
        Column(rows, row => row.Due),
        Column(rows, row => (long)row.Frequency),
        Column(rows, row => row.Monetary),
        Column(rows, row => row.Newest),
        Column(rows, row => row.Oldest),
        Column(rows, row => row.FirstPurchase),
        Column(rows, row => (long)row.Events),
    ];

    /// <summary>A command with parameters $1, $2, ….</summary>
    public static NpgsqlBatchCommand Command(string sql, params IEnumerable<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>A field of every row, as an array of the server.</summary>
    public static TField[] Column<TRow, TField>(IReadOnlyList<TRow> rows, Func<TRow, TField> field)
    {
        var column = new TField[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = field(rows[i]);
        }

        return column;
    }
}
