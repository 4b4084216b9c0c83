using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;

namespace CustomerSegmentation.Customers;

/// <summary>What a customer is while live (unpacked): ready to be folded into. Mutable, and owned by one <see cref="Customer"/> at a time.</summary>
internal sealed class CustomerState
{
    public string Id = string.Empty;
    public OrderHistory Orders;
    public SeenEvents Seen;
    public SegmentState SegmentState = SegmentState.Initial;
}
