namespace CustomerSegmentation.Ledger.Records;

/// <summary>A customer as the database has them.</summary>
/// <param name="Location">Where.</param>
/// <param name="State">All of them, by <see cref="Customers.Packing.CustomerCodec"/>; null for one who is not known.</param>
public sealed record StoredCustomer(CustomerLocation Location, ReadOnlyMemory<byte>? State);
