using Npgsql;
using static CustomerSegmentation.Ledger.Postgres.PostgresRows;
using Write = CustomerSegmentation.Ledger.Postgres.PostgresCustomerRows.Write;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>The commands that write customers with their state, many at once.</summary>
internal static class PostgresStateRows
{
    /// <summary>The error of <see cref="Expect"/>, as PostgreSQL names errors of ours (SQLSTATE).</summary>
    public const string StaleState = "CS001";

    private const string Columns =
        "customer, shard, version, segment, since, cause, sequence, publication, due, frequency, monetary, newest, oldest, first_purchase, events, state";

    private const string Given = "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16";

    /// <summary>Customers who are on record, each only where the version there is the one expected.</summary>
    public static NpgsqlBatchCommand Update(IReadOnlyList<Write> writes) => Command(
        $"""
        UPDATE segment_states known SET shard = given.shard, version = given.version, segment = given.segment, since = given.since,
            cause = given.cause, sequence = given.sequence, publication = given.publication, due = given.due,
            frequency = given.frequency, monetary = given.monetary, newest = given.newest, oldest = given.oldest,
            first_purchase = given.first_purchase, events = given.events, state = given.state
        FROM {Given}, $17) AS given ({Columns}, expected)
        WHERE known.customer = given.customer AND known.version = given.expected
        """,
        [.. Fields(writes), Column(writes, write => write.Expected)]);

    /// <summary>Customers who are not on record, each only if that is so.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyList<Write> writes) => Command(
        $"INSERT INTO segment_states ({Columns}) SELECT * FROM {Given}) ON CONFLICT (customer) DO NOTHING", Fields(writes));

    /// <summary>
    /// Fails unless every row is what it was to become. It looks after the commands before it, so a row that was not written
    /// passes only if this very change is on record: its confirmation was lost.
    /// </summary>
    public static NpgsqlBatchCommand Expect(IReadOnlyList<Write> writes) => Command(
        "SELECT expect_states($1, $2, $3)",
        Column(writes, write => write.CustomerId),
        Column(writes, write => write.Version),
        Column(writes, write => write.State[..PostgresSchema.ChecksumLength]));

    /// <summary>Those whose version on record is neither the expected one nor the one to be written.</summary>
    public static List<string> Stale(NpgsqlConnection connection, IReadOnlyList<Write> writes)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT given.customer FROM unnest($1, $2, $3) AS given (customer, version, expected)
            LEFT JOIN segment_states known ON known.customer = given.customer
            WHERE COALESCE(known.version, 0) NOT IN (given.version, given.expected)
            """,
            connection);
        command.Parameters.Add(new() { Value = Column(writes, write => write.CustomerId) });
        command.Parameters.Add(new() { Value = Column(writes, write => write.Version) });
        command.Parameters.Add(new() { Value = Column(writes, write => write.Expected) });
        using var rows = command.ExecuteReader();
        var stale = new List<string>();
        while (rows.Read())
        {
            stale.Add(rows.GetString(0));
        }

        return stale;
    }

    private static IEnumerable<object> Fields(IReadOnlyList<Write> writes) =>
        [.. SegmentStates([.. writes.Select(write => write.Row)]), Column(writes, write => write.State)];
}
