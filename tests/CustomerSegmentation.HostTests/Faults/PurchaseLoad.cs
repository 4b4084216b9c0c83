using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>
/// A year of a simulated shop, with refunds, and the messages that tell of it: alone or in batches, some a little
/// out of order, some sent twice.
/// </summary>
/// <param name="Events">Everything that happened, each once.</param>
/// <param name="Messages">Every event is in at least one of them.</param>
internal sealed record PurchaseLoad(IReadOnlyList<PurchaseEvent> Events, IReadOnlyList<IReadOnlyList<PurchaseEvent>> Messages)
{
    private const int Nearby = 40; // how far an event may stray from its place

    /// <summary>The same seed gives the same trade.</summary>
    public static PurchaseLoad Of(int seed, int events)
    {
        var random = new Random(seed);
        var opening = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var shop = new SimulatedShop(new() { Customers = 20 + (events / 3), Seed = (ulong)seed });
        var happened = shop.History(opening, opening.AddDays(365)).Take(events).ToArray();
        happened.Length.ShouldBe(events);
        var sent = happened
            .Concat(happened.Where(_ => random.Next(10) == 0))
            .Select((e, place) => (Event: e, Place: (place % happened.Length) + random.Next(Nearby)))
            .OrderBy(one => one.Place)
            .Select(one => one.Event)
            .ToArray();
        return new(happened, Parcels(sent, random));
    }

    /// <summary>A message's body as shops send it.</summary>
    public static ReadOnlyMemory<byte> Body(IReadOnlyList<PurchaseEvent> message)
    {
        var body = new ArrayBufferWriter<byte>();
        PurchaseEventJson.WriteMessage(body, message);
        return body.WrittenMemory;
    }

    /// <summary>A stream's body, a line for each event.</summary>
    public static ReadOnlyMemory<byte> Lines(IReadOnlyList<PurchaseEvent> events)
    {
        var body = new ArrayBufferWriter<byte>();
        PurchaseEventJson.WriteLines(body, events);
        return body.WrittenMemory;
    }

    private static List<IReadOnlyList<PurchaseEvent>> Parcels(PurchaseEvent[] sent, Random random)
    {
        var messages = new List<IReadOnlyList<PurchaseEvent>>();
        for (var from = 0; from < sent.Length;)
        {
            var size = random.Next(4) == 0 ? random.Next(2, 40) : 1;
            messages.Add([.. sent.Skip(from).Take(size)]);
            from += size;
        }

        return messages;
    }
}
