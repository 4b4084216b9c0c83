using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Benchmarks.Peers;

/// <summary>Another way to keep what customers have bought.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Returns once the peer has taken a lot of purchases, as durably as it does.</summary>
    Task RecordAsync(PurchaseEvent[] lot);

    /// <summary>What it has kept of these customers.</summary>
    Task<Dictionary<string, Tally>> KeptAsync(IReadOnlyCollection<string> customers);
}
