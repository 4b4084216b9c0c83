using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Which lane owns which customer.</summary>
internal sealed record LaneRoute(int Lanes)
{
    /// <summary>By hash, the same in every process.</summary>
    public int LaneOf(string customerId) => (int)((XxHash64.Of(customerId) >> 32) * (ulong)Lanes >> 32);
}
