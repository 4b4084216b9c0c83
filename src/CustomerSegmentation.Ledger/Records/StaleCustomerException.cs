namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// Somebody else has written a customer since they were read: what was to be written is based on a state that is no longer
/// theirs. Whoever meets this reads them again.
/// </summary>
/// <param name="customerIds">Who.</param>
public sealed class StaleCustomerException(IReadOnlyList<string> customerIds)
    : Exception($"{customerIds.Count} customers were written by somebody else since they were read.")
{
    /// <summary>Who.</summary>
    public IReadOnlyList<string> CustomerIds { get; } = customerIds;
}
