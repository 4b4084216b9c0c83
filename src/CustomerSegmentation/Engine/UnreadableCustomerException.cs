namespace CustomerSegmentation.Engine;

/// <summary>What is stored of a customer cannot be read, and will not be by itself.</summary>
public sealed class UnreadableCustomerException(string customerId, string reason)
    : Exception($"What is stored of customer '{customerId}' cannot be read: {reason} Restore it from a backup, or erase the customer.");
