using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Benchmarks.Peers;

/// <summary>What a customer must come to, by adding up what was sent.</summary>
/// <param name="Orders">How many.</param>
/// <param name="Monetary">Their sum.</param>
/// <param name="LastPurchase">The newest of them.</param>
internal readonly record struct Tally(int Orders, decimal Monetary, DateTimeOffset LastPurchase)
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1); // PostgreSQL knows no less

    public static void Add(Dictionary<string, Tally> all, PurchaseEvent[][] lots)
    {
        foreach (var lot in lots)
        {
            foreach (var e in lot)
            {
                var before = all.GetValueOrDefault(e.CustomerId);
                all[e.CustomerId] = new(
                    before.Orders + 1,
                    before.Monetary + e.Amount,
                    e.OccurredAt > before.LastPurchase ? e.OccurredAt : before.LastPurchase);
            }
        }
    }

    /// <summary>Every customer must be there, with count and sum as sent. How many have another last purchase than the newest.</summary>
    public static int Compare(Dictionary<string, Tally> sent, Dictionary<string, Tally> kept)
    {
        Check.Equal(sent.Count, kept.Count);
        var late = 0;
        foreach (var (customer, tally) in sent)
        {
            var other = kept[customer];
            Check.Equal(tally.Orders, other.Orders);
            Check.True(tally.Monetary == other.Monetary);
            late += (tally.LastPurchase - other.LastPurchase).Duration() < Microsecond ? 0 : 1;
        }

        return late;
    }
}
