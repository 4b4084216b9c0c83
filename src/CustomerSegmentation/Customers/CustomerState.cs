namespace CustomerSegmentation.Customers;

/// <summary>What a customer is while awake: ready to be folded into. Mutable, and owned by one <see cref="Customer"/> at a time.</summary>
internal sealed class CustomerState
{
    public string Id = string.Empty;
    public OrderBook Orders;
    public SeenEvents Seen;
    public Standing Standing = Standing.Initial;
}
