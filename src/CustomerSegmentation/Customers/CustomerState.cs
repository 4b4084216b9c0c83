namespace CustomerSegmentation.Customers;

/// <summary>What a customer is while awake: ready to be folded into. Mutable, and owned by one <see cref="Customer"/>.</summary>
internal sealed class CustomerState(string id)
{
    public OrderBook Orders;
    public SeenEvents Seen;
    public Standing Standing = Standing.Initial;

    public string Id => id;
}
