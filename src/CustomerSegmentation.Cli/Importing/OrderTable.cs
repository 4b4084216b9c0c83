using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Orders or order lines as events. A row with an event id is an event. Other rows are lines: those of one order are
/// summed into one purchase at the time of the first, and refunds into one for each order and time.
/// </summary>
internal static class OrderTable
{
    public static List<PurchaseEvent> ToEvents(IEnumerable<OrderLine> lines, ImportReport report)
    {
        var events = new List<PurchaseEvent>();
        var orders = new Dictionary<(string CustomerId, string EventId), PurchaseEvent>();
        foreach (var line in lines)
        {
            if (line.EventId is not null)
            {
                events.Add(Event(line, line.EventId));
                continue;
            }

            var id = line.Type == PurchaseEventType.Purchase
                ? line.OrderId
                : $"{line.OrderId}:refund:{line.OccurredAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
            if (!orders.TryGetValue((line.CustomerId, id), out var order))
            {
                orders.Add((line.CustomerId, id), Event(line, id));
            }
            else if (order.Currency != line.Currency)
            {
                report.Reject("another currency than the first line of its order", line.Number, line.Currency);
            }
            else
            {
                orders[(line.CustomerId, id)] = order with
                {
                    Amount = order.Amount + line.Amount,
                    OccurredAt = line.OccurredAt < order.OccurredAt ? line.OccurredAt : order.OccurredAt,
                };
            }
        }

        events.AddRange(orders.Values);
        return events.ConvertAll(found => found with { Amount = Money.Round(found.Amount) });
    }

    private static PurchaseEvent Event(OrderLine line, string eventId) =>
        new(eventId, line.Type, line.CustomerId, line.OrderId, line.OccurredAt, line.Amount, line.Currency);
}
