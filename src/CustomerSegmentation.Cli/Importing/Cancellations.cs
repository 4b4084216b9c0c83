using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Finds the orders that cancelled lines belong to. Goods that come back were bought before: a line is placed on the
/// same customer's latest earlier invoices with the same product, as many pieces as were bought there and did not
/// come back yet, and never for more money than is left of that order. What finds no such order (bought before
/// the file begins, manual corrections, discounts) keeps the cancellation's own number as its order: a refund
/// without a purchase, which counts for nothing.
/// </summary>
internal sealed class Cancellations
{
    private readonly Dictionary<(string CustomerId, string Product), List<Pieces>> _bought;
    private readonly Dictionary<(string OrderId, string CustomerId), decimal> _left;
    private readonly Dictionary<(string Cancellation, string CustomerId, string? Order), Refund> _refunds = [];

    /// <param name="bought">Purchase lines.</param>
    /// <param name="orders">The value of each order.</param>
    public Cancellations(IEnumerable<OrderLine> bought, IReadOnlyDictionary<(string, string), decimal> orders)
    {
        _left = new(orders);
        _bought = bought.Where(line => line.Product is not null)
            .GroupBy(line => (line.CustomerId, line.Product!))
            .ToDictionary(
                lines => lines.Key,
                lines => lines.OrderBy(line => line.OccurredAt)
                    .Select(line => new Pieces(line.OrderId, line.OccurredAt, line.Quantity)).ToList());
    }

    /// <summary>Money that found no order.</summary>
    public decimal Unplaced { get; private set; }

    /// <summary>Places one cancelled line; call in time order.</summary>
    public void Place(OrderLine line)
    {
        var quantity = line.Quantity;
        var unplaced = 0m;
        if (line.Product is { } product && _bought.TryGetValue((line.CustomerId, product), out var pieces))
        {
            for (var i = pieces.Count - 1; i >= 0 && quantity > 0; i--)
            {
                if (pieces[i].OccurredAt > line.OccurredAt || pieces[i].Left == 0)
                {
                    continue;
                }

                var taken = Math.Min(quantity, pieces[i].Left);
                ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(_left, (pieces[i].OrderId, line.CustomerId));
                var money = Math.Min(taken * line.UnitPrice, left);
                left -= money;
                pieces[i].Left -= taken;
                quantity -= taken;
                unplaced += (taken * line.UnitPrice) - money;
                Add(line, pieces[i].OrderId, money);
            }
        }

        unplaced += quantity * line.UnitPrice;
        Unplaced += unplaced;
        Add(line, order: null, unplaced);
    }

    /// <summary>One refund for each order that a cancellation touches, with its exact amount. Ids derive from the two numbers.</summary>
    public IEnumerable<PurchaseEvent> ToEvents() => _refunds.Select(refund =>
    {
        var (cancellation, customer, order) = refund.Key;
        return new PurchaseEvent(
            order is null ? cancellation : $"{cancellation}:{order}", PurchaseEventType.Refund, customer, order ?? cancellation,
            refund.Value.OccurredAt, refund.Value.Amount, refund.Value.Currency);
    });

    private void Add(OrderLine line, string? order, decimal money)
    {
        if (money == 0)
        {
            return;
        }

        var key = (line.OrderId, line.CustomerId, order);
        _refunds[key] = _refunds.TryGetValue(key, out var refund)
            ? refund with { Amount = refund.Amount + money }
            : new(line.OccurredAt, money, line.Currency);
    }

    private sealed record Refund(DateTimeOffset OccurredAt, decimal Amount, string? Currency);

    private sealed class Pieces(string orderId, DateTimeOffset occurredAt, decimal left)
    {
        public string OrderId { get; } = orderId;

        public DateTimeOffset OccurredAt { get; } = occurredAt;

        public decimal Left { get; set; } = left;
    }
}
