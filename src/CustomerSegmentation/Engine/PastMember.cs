using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Engine;

/// <summary>A customer in the list of who was in a segment at a moment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Since">Since when they were in it then.</param>
/// <param name="Rfm">
/// Their figures as of then by the orders on record now; null when none of those counts, as refunds since have undone them.
/// </param>
public sealed record PastMember(string CustomerId, DateTimeOffset Since, Rfm? Rfm);
