using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Invoice lines of Online Retail as events. The lines of an invoice are summed into one purchase, at the time of its
/// first line; its number is the order's id and the event's. A cancellation does not say what it cancels, see
/// <see cref="Cancellations"/>.
/// </summary>
internal static class RetailOrders
{
    public static List<PurchaseEvent> ToEvents(IEnumerable<OrderLine> lines, ImportReport report)
    {
        var bought = new List<OrderLine>();
        var cancelled = new List<OrderLine>();
        foreach (var line in lines)
        {
            (line.Type == PurchaseEventType.Purchase ? bought : cancelled).Add(line);
        }

        var events = bought.GroupBy(line => (line.OrderId, line.CustomerId)).Select(Purchase).ToList();
        // Exactly what was paid can go back, and so can what was sent of it: prices may be a rounding apart.
        var orders = events.ToDictionary(e => (e.OrderId, e.CustomerId), e => Math.Max(e.Amount, Money.Round(e.Amount)));
        var cancellations = new Cancellations(bought, orders);
        foreach (var line in cancelled.OrderBy(line => line.OccurredAt))
        {
            cancellations.Place(line);
        }

        report.RefundedElsewhere = cancellations.Unplaced;
        events.AddRange(cancellations.ToEvents());
        return Money.Round(events);
    }

    private static PurchaseEvent Purchase(IGrouping<(string OrderId, string CustomerId), OrderLine> invoice)
    {
        var first = invoice.First();
        return new(invoice.Key.OrderId, PurchaseEventType.Purchase, invoice.Key.CustomerId, invoice.Key.OrderId,
            invoice.Min(line => line.OccurredAt), invoice.Sum(line => line.Amount), first.Currency);
    }
}
