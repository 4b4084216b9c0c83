using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CustomerSegmentation.Benchmarks.Peers;

/// <summary>A table of sums in PostgreSQL: a transaction, and a statement, for each lot of purchases.</summary>
internal sealed class PostgresPeer : IPeer
{
    // One row may be touched once in a statement, and rows in one order by all: without it the connections lock each other out.
    private const string Upsert = """
        INSERT INTO customer AS known (id, orders, monetary, last_purchase_at)
        SELECT id, COUNT(*), SUM(amount), MAX(at) FROM UNNEST($1, $2, $3) AS purchase (id, amount, at) GROUP BY id ORDER BY id
        ON CONFLICT (id) DO UPDATE SET
            orders = known.orders + EXCLUDED.orders,
            monetary = known.monetary + EXCLUDED.monetary,
            last_purchase_at = GREATEST(known.last_purchase_at, EXCLUDED.last_purchase_at)
        """;

    private readonly PostgresServer _server;
    private readonly NpgsqlDataSource _source;

    private PostgresPeer(PostgresServer server, NpgsqlDataSource source) => (_server, _source) = (server, source);

    public static async Task<PostgresPeer> StartAsync()
    {
        var server = new PostgresServer(syncs: true);
        await server.StartAsync();
        var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync() + ";Max Auto Prepare=4;Auto Prepare Min Usages=1");
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "CREATE TABLE customer (id text PRIMARY KEY, orders int NOT NULL, monetary numeric NOT NULL, last_purchase_at timestamptz NOT NULL)");
        return new(server, source);
    }

    /// <inheritdoc />
    public async Task RecordAsync(PurchaseEvent[] lot)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var upsert = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(lot, static e => e.CustomerId), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = Array.ConvertAll(lot, static e => e.Amount), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric },
                new() { Value = Array.ConvertAll(lot, static e => e.OccurredAt), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };
        await upsert.ExecuteNonQueryAsync();
    }

    /// <inheritdoc />
    public async Task<Dictionary<string, Tally>> KeptAsync(IReadOnlyCollection<string> customers)
    {
        await using var connection = await _source.OpenConnectionAsync();
        var rows = await connection.QueryAsync<(string Id, int Orders, decimal Monetary, DateTime At)>(
            "SELECT id, orders, monetary, last_purchase_at FROM customer");
        return rows.ToDictionary(static row => row.Id, static row => new Tally(row.Orders, row.Monetary, new(row.At)));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
