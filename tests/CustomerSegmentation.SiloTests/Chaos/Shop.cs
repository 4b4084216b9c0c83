using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>
/// What happened in a shop: years of history, told calmly, and one busy hour, told as a stream that is shuffled, has
/// duplicates, and brings late news of the past. The same seed gives the same shop.
/// </summary>
/// <remarks>
/// Where the customers are in the end does not depend on the order in which the stream comes: that is what the engines must
/// agree on. Neither does where they were before the hour: whoever has no history does nothing before it. Ages lie days away
/// from every threshold of the rules and from the end of the window, so nobody moves by time while a test runs. Which moves
/// lie in between does depend on the order, but for those to whom at most one thing happens in that hour.
/// </remarks>
internal sealed class Shop
{
    /// <summary>How many customers there are.</summary>
    public const int Customers = 1_500;

    private const double HourInMilliseconds = 3_600_000;

    // Days between the thresholds of the rules (14, 45, 90, 180) and before the end of the window (365).
    private static readonly (double From, double To)[] Ages = [(2, 12), (17, 42), (48, 87), (93, 177), (184, 330)];

    private readonly Random _random;
    private readonly List<PurchaseEvent> _history = [];
    private readonly List<PurchaseEvent> _happened = [];
    private readonly Dictionary<string, List<PurchaseEvent>> _purchases = [];
    private readonly DateTimeOffset _end;

    private Shop(int seed, int events, DateTimeOffset end)
    {
        _random = new(seed);
        _end = end;
        var busy = new List<string>();
        for (var number = 0; number < Customers; number++)
        {
            var id = $"C-{number:0000}";
            _purchases[id] = [];
            var isRegular = number % 3 != 0;
            if (isRegular)
            {
                Remember(id);
            }

            // Of ten customers two buy once in the hour and a third does not, if known already; the others are busy.
            switch (number % 10)
            {
                case 1 when isRegular:
                    OneWay.Add(id);
                    break;
                case 2 or 3:
                    OneWay.Add(id);
                    Happens(id, NewOrder(), PurchaseEventType.Purchase, WithinTheHour(), Amount());
                    break;
                default:
                    busy.Add(id);
                    break;
            }
        }

        while (_happened.Count < events)
        {
            HappenSomething(busy[_random.Next(busy.Count)]);
        }

        Sent = [.. _happened, .. _happened.Where(_ => _random.Next(20) == 0)];
        _random.Shuffle(Sent);
    }

    /// <summary>What is known before the hour: of each customer together, in the order of time.</summary>
    public IReadOnlyList<PurchaseEvent> History => _history;

    /// <summary>Customers with a history.</summary>
    public IReadOnlyList<string> Regulars => [.. _history.Select(e => e.CustomerId).Distinct()];

    /// <summary>What the stream tells of, each once.</summary>
    public IReadOnlyList<PurchaseEvent> Happened => _happened;

    /// <summary>The stream: one in twenty comes twice, in no order.</summary>
    public PurchaseEvent[] Sent { get; }

    /// <summary>Customers whose migrations do not depend on the order of the stream.</summary>
    public HashSet<string> OneWay { get; } = [];

    /// <summary>A moment between the history and the hour.</summary>
    public DateTimeOffset BeforeTheHour => _end.AddHours(-2);

    /// <summary>A shop whose busy hour ends at a moment.</summary>
    /// <param name="seed">Of everything random.</param>
    /// <param name="events">How many different ones the stream has.</param>
    /// <param name="end">Not in the future.</param>
    public static Shop Of(int seed, int events, DateTimeOffset end) => new(seed, events, end);

    /// <summary>A body as shops send it.</summary>
    public static ReadOnlyMemory<byte> Body(IReadOnlyList<PurchaseEvent> events)
    {
        var body = new ArrayBufferWriter<byte>();
        PurchaseEventJson.WriteMessage(body, events);
        return body.WrittenMemory;
    }

    private void Remember(string id)
    {
        var events = new List<PurchaseEvent>();
        for (var orders = _random.Next(1, 6); orders > 0; orders--)
        {
            var purchase = Event(id, NewOrder(), PurchaseEventType.Purchase, _end.AddDays(-Age(oldest: false)), Amount());
            _purchases[id].Add(purchase);
            events.Add(purchase);
            if (_random.Next(6) == 0)
            {
                events.Add(Event(id, purchase.OrderId, PurchaseEventType.Refund, purchase.OccurredAt.AddDays(1), Part(purchase.Amount)));
            }
        }

        _history.AddRange(events.OrderBy(e => e.OccurredAt));
    }

    private void HappenSomething(string id)
    {
        var known = _purchases[id];
        var earlier = known.Count == 0 ? null : known[_random.Next(known.Count)];
        switch (_random.Next(100))
        {
            case < 12 when earlier is not null:
                Happens(id, earlier.OrderId, PurchaseEventType.Refund, WithinTheHour(), Part(earlier.Amount));
                break;
            case < 20 when earlier is not null:
                Happens(id, earlier.OrderId, PurchaseEventType.Purchase, WithinTheHour(), Amount());
                break;
            case < 28 when IsRegular(known):
                // Older than the newest order known before the hour: whenever it comes, it is late.
                Happens(id, NewOrder(), PurchaseEventType.Purchase, _end.AddDays(-Age(oldest: true)), Amount());
                break;
            default:
                known.Add(Happens(id, NewOrder(), PurchaseEventType.Purchase, WithinTheHour(), Amount()));
                break;
        }
    }

    private bool IsRegular(List<PurchaseEvent> purchases) =>
        purchases.Count > 0 && purchases[0].OccurredAt < BeforeTheHour && purchases[0].OccurredAt > _end.AddDays(-Ages[^1].From);

    private PurchaseEvent Happens(string id, string order, PurchaseEventType type, DateTimeOffset at, decimal amount)
    {
        var e = Event(id, order, type, at, amount);
        _happened.Add(e);
        return e;
    }

    private PurchaseEvent Event(string id, string order, PurchaseEventType type, DateTimeOffset at, decimal amount) =>
        new($"E-{_history.Count + _happened.Count}-{_random.Next()}", type, id, order, at, amount);

    private string NewOrder() => $"O-{_random.NextInt64():x}";

    private DateTimeOffset WithinTheHour() => _end.AddMilliseconds(-Math.Floor(_random.NextDouble() * HourInMilliseconds));

    private double Age(bool oldest)
    {
        var (from, to) = oldest ? Ages[^1] : Ages[_random.Next(Ages.Length)];
        return Math.Round(from + (_random.NextDouble() * (to - from)), 6);
    }

    private decimal Amount() => _random.Next(100, 30_000) / 100m;

    /// <summary>All of it, one time in three.</summary>
    private decimal Part(decimal amount) => _random.Next(3) == 0 ? amount : Math.Round(amount * _random.Next(1, 10) / 10, 2);
}
