using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// Purchases of a shop, the same for the same seed: every customer buys once a round, in an order that looks random
/// to the processor's caches, at times that only rise.
/// </summary>
internal sealed class Traffic(int customers, DateTimeOffset from, TimeSpan step, ulong seed)
{
    private const long Stride = 7_919; // prime: with it every customer comes up once a round
    private const long Shift = 104_729;

    private SplitMix _random = new(seed);
    private long _next;

    public PurchaseEvent Next()
    {
        var i = _next++;
        return new(
            EventId(),
            PurchaseEventType.Purchase,
            CustomerId((int)((((i % customers) * Stride) + (i / customers * Shift)) % customers)),
            $"O-{seed}-{i:0000000}",
            from + (step * i),
            5 + (_random.NextBelow(20_000) / 100m),
            "EUR");
    }

    public PurchaseEvent[] Next(int count)
    {
        var events = new PurchaseEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = Next();
        }

        return events;
    }

    /// <summary>So many events in lots that a caller sends at once.</summary>
    public PurchaseEvent[][] Lots(int events, int lot)
    {
        var lots = new PurchaseEvent[events / lot][];
        for (var i = 0; i < lots.Length; i++)
        {
            lots[i] = Next(lot);
        }

        return lots;
    }

    public static string CustomerId(int customer) => $"C-{customer:0000000}";

    /// <summary>As a shop would write it, 196 bytes.</summary>
    public static string ToJson(PurchaseEvent e) =>
        $$"""{"eventId":"{{e.EventId}}","type":"purchase","customerId":"{{e.CustomerId}}","orderId":"{{e.OrderId}}","occurredAt":"{{e.OccurredAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","amount":{{e.Amount:0.00}},"currency":"{{e.Currency}}"}""";

    /// <summary>One event a line.</summary>
    public static byte[] ToNdjson(IEnumerable<PurchaseEvent> events)
    {
        var lines = new StringBuilder();
        foreach (var e in events)
        {
            lines.Append(ToJson(e)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>The body of a message: one event bare, more in a list.</summary>
    public static byte[] ToMessage(PurchaseEvent[] events) => Encoding.UTF8.GetBytes(
        events.Length == 1 ? ToJson(events[0]) : $$"""{"events":[{{string.Join(',', events.Select(ToJson))}}]}""");

    /// <summary>Looks like the UUIDs that shops use.</summary>
    private string EventId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, _random.NextBits());
        BitConverter.TryWriteBytes(bytes[8..], _random.NextBits());
        return new Guid(bytes).ToString();
    }
}
