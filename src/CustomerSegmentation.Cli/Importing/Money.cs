using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Sums of quantities times prices, rounded to the four digits that the contract allows. A price that went through
/// floating-point numbers, such as 139.11999999999998, comes out as it went in.
/// </summary>
internal static class Money
{
    public static decimal Round(decimal amount) => decimal.Round(amount, 4, MidpointRounding.ToEven);

    /// <summary>
    /// Rounds the amounts of events so that orders add up: the amount of an event is what it changes the rounded sum of its
    /// order by. An order of which everything came back is worth nothing as sent, too, in however many parts it came back.
    /// </summary>
    /// <param name="events">
    /// With exact amounts, in the order in which the file makes them: what comes later changes no amount of what came before.
    /// </param>
    public static List<PurchaseEvent> Round(IReadOnlyList<PurchaseEvent> events)
    {
        var rounded = new List<PurchaseEvent>(events.Count);
        var first = new Dictionary<(string CustomerId, string EventId), int>(events.Count);
        var sums = new Dictionary<(string CustomerId, string OrderId, string? Currency), decimal>();
        foreach (var exact in events)
        {
            if (first.TryAdd((exact.CustomerId, exact.EventId), rounded.Count))
            {
                var order = (exact.CustomerId, exact.OrderId, exact.Currency);
                var before = sums.GetValueOrDefault(order);
                var after = exact.Type == PurchaseEventType.Purchase ? before + exact.Amount : before - exact.Amount;
                sums[order] = after;
                rounded.Add(exact with { Amount = Difference(exact.Amount, Round(before), Round(after)) });
            }
            else
            {
                // The same event once more counts once, so it is no part of the sum.
                var index = first[(exact.CustomerId, exact.EventId)];
                rounded.Add(exact with { Amount = exact.Amount == events[index].Amount ? rounded[index].Amount : Round(exact.Amount) });
            }
        }

        return rounded;
    }

    /// <summary>Written with the digits of the exact amount where that is the same number: 50, not 50.00.</summary>
    private static decimal Difference(decimal exact, decimal before, decimal after)
    {
        var difference = Math.Abs(after - before);
        var rounded = Round(exact);
        return difference == rounded ? rounded : difference;
    }
}
