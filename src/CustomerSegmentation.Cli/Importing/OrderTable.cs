using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Orders or order lines as events. A row with an event id is an event. Other rows are lines: those of one order are
/// summed into one purchase at the time of the first, and refunds into one for each order and time. Where the table tells
/// only the day of a refund, every line is an event of its own, so that a later file may have more of that day.
/// </summary>
internal static class OrderTable
{
    public static List<PurchaseEvent> ToEvents(IEnumerable<OrderLine> lines, ImportReport report)
    {
        var events = new List<PurchaseEvent>();
        var groups = new Dictionary<(string CustomerId, string EventId), Group>();
        foreach (var line in lines)
        {
            if (line.EventId is not null)
            {
                events.Add(Event(line, line.EventId));
                continue;
            }

            var id = EventId(line);
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (line.CustomerId, id), out var isKnown);
            group = isKnown ? group with { Lines = group.Lines + 1 } : new(events.Count, 1);
            if (!isKnown)
            {
                events.Add(Event(line, id));
            }
            else if (events[group.First].Currency != line.Currency)
            {
                report.Reject("another currency than the first line of its order", line.Number, line.Currency);
            }
            else if (line is { Type: PurchaseEventType.Refund, IsDay: true })
            {
                events.Add(Event(line, $"{id}:{group.Lines}"));
            }
            else
            {
                events[group.First] = Sum(events[group.First], line);
            }
        }

        return Money.Round(events);
    }

    /// <summary>The id of the event that a line begins, or is added to.</summary>
    private static string EventId(OrderLine line) => line.Type == PurchaseEventType.Purchase
        ? line.OrderId
        : $"{line.OrderId}:refund:{line.OccurredAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";

    private static PurchaseEvent Event(OrderLine line, string eventId) =>
        new(eventId, line.Type, line.CustomerId, line.OrderId, line.OccurredAt, line.Amount, line.Currency);

    private static PurchaseEvent Sum(PurchaseEvent order, OrderLine line) => order with
    {
        Amount = order.Amount + line.Amount,
        OccurredAt = line.OccurredAt < order.OccurredAt ? line.OccurredAt : order.OccurredAt,
    };

    /// <summary>Lines of one order, or of its refunds of one time.</summary>
    /// <param name="First">The index of the event that the first of them began.</param>
    /// <param name="Lines">How many there are up to now, those of another currency among them.</param>
    private readonly record struct Group(int First, int Lines);
}
