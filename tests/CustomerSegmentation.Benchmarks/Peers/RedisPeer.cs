using System.Collections.Concurrent;
using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.Benchmarks.Peers;

/// <summary>
/// A hash for each customer in Redis, with its append-only file: three commands a purchase, those of a lot sent at once. Money is
/// counted in cents, as HINCRBYFLOAT would not add up to the same.
/// </summary>
internal sealed class RedisPeer : IPeer
{
    private const int CommandsOfPurchase = 3;

    private readonly RedisServer _server;
    private readonly ConcurrentBag<RedisConnection> _idle = [];

    private RedisPeer(RedisServer server) => _server = server;

    /// <param name="syncsEveryWrite">Whether an answer means that it is on disk; otherwise it is within a second.</param>
    public static async Task<RedisPeer> StartAsync(bool syncsEveryWrite)
    {
        var server = new RedisServer(syncsEveryWrite);
        await server.StartAsync();
        return new(server);
    }

    /// <inheritdoc />
    public async Task RecordAsync(PurchaseEvent[] lot)
    {
        var connection = await RentAsync();
        foreach (var e in lot)
        {
            var cents = (long)(e.Amount * 100);
            connection.Add("HINCRBY", e.CustomerId, "orders", "1");
            connection.Add("HINCRBY", e.CustomerId, "cents", cents.ToString(CultureInfo.InvariantCulture));
            connection.Add("HSET", e.CustomerId, "last", e.OccurredAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        }

        await connection.SendAsync();
        await connection.SkipNumbersAsync(lot.Length * CommandsOfPurchase);
        _idle.Add(connection);
    }

    /// <inheritdoc />
    public async Task<Dictionary<string, Tally>> KeptAsync(IReadOnlyCollection<string> customers)
    {
        var connection = await RentAsync();
        var kept = new Dictionary<string, Tally>(customers.Count);
        foreach (var some in customers.Chunk(1_000))
        {
            foreach (var customer in some)
            {
                connection.Add("HMGET", customer, "orders", "cents", "last");
            }

            await connection.SendAsync();
            foreach (var customer in some)
            {
                var numbers = Array.ConvertAll(await connection.ReadListAsync(), static text => long.Parse(text!, CultureInfo.InvariantCulture));
                kept.Add(customer, new((int)numbers[0], numbers[1] / 100m, new(numbers[2], TimeSpan.Zero)));
            }
        }

        _idle.Add(connection);
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _idle)
        {
            connection.Dispose();
        }

        await _server.DisposeAsync();
    }

    private async Task<RedisConnection> RentAsync() =>
        _idle.TryTake(out var connection) ? connection : await RedisConnection.ConnectAsync(_server.Address);
}
