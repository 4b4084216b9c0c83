namespace CustomerSegmentation.Customers.Orders;

/// <summary>One order: the events that share its id, folded.</summary>
/// <param name="Key">Hash of the order id.</param>
/// <param name="Time">UTC ticks of its first purchase, or <see cref="NoPurchase"/>.</param>
/// <param name="Value">
/// Purchases minus refunds in the reporting currency, of an order in another currency as <see cref="ForeignOrder"/> has it; the order
/// counts while it is above zero.
/// </param>
internal readonly record struct Order(ulong Key, long Time, decimal Value)
{
    /// <summary>Only refunds are known so far.</summary>
    public const long NoPurchase = long.MaxValue;

    public bool Counts => decimal.Sign(Value) > 0 && Time != NoPurchase;

    /// <summary>Whether it sorts behind another: by time, then by key.</summary>
    public bool ComesAfter(in Order other) => Time != other.Time ? Time > other.Time : Key > other.Key;
}
