using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.EngineContract;

/// <summary>What the parts of the contract suite share. Every engine passes all of them, unchanged.</summary>
public abstract class ContractSuite : IAsyncLifetime
{
    protected static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private EngineUnderTest? _running;

    /// <summary>The wall's time, where the engine goes by it.</summary>
    protected ManualTime Time { get; } = new(Day0);

    protected ISegmentationEngine Engine => Running.Engine;

    protected EngineUnderTest Running => _running ?? throw new InvalidOperationException("Start the engine first.");

    protected virtual EngineOptions Options { get; } = new() { MinimumCustomersToFit = 50 };

    /// <summary>Starts an engine on empty data.</summary>
    protected abstract Task<EngineUnderTest> StartAsync(EngineOptions options, TimeProvider time);

    public async ValueTask InitializeAsync() => _running = await StartAsync(Options, Time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }

    protected static DateTimeOffset Day(double day) => Day0.AddDays(day);

    protected static PurchaseEvent Bought(string customer, string order, double day, decimal amount, string? id = null) =>
        new(id ?? $"{order}-p", PurchaseEventType.Purchase, customer, order, Day(day), amount);

    protected static PurchaseEvent Refunded(string customer, string order, double day, decimal amount, string? id = null) =>
        new(id ?? $"{order}-r", PurchaseEventType.Refund, customer, order, Day(day), amount);

    /// <summary>A base of customers of three very different kinds, seeded.</summary>
    protected static IReadOnlyList<PurchaseEvent> ThreeKinds(int customers, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, customers).SelectMany(i =>
        {
            var (orders, amount, last) = (i % 3) switch
            {
                0 => (12, 400m, 98),
                1 => (3, 60m, 60),
                _ => (1, 15m, 10),
            };
            return Enumerable.Range(0, orders).Select(n => Bought(
                $"C{i}",
                $"C{i}-{n}",
                Math.Max(0, last - (n * 7)) + random.NextDouble(),
                amount + random.Next(10)));
        })];
    }

    /// <summary>Every page of a list, put together.</summary>
    protected static async Task<List<T>> AllPagesAsync<T>(Func<string?, Task<Page<T>>> page)
    {
        var items = new List<T>();
        string? cursor = null;
        do
        {
            var next = await page(cursor);
            items.AddRange(next.Items);
            cursor = next.Next;
        }
        while (cursor is not null);
        return items;
    }
}
