namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>live or ready.</summary>
public sealed record HealthAnswer(string Status);

/// <summary>What is well and what is not.</summary>
/// <param name="Status">ready or not_ready.</param>
/// <param name="Checks">One for each thing that is needed to record.</param>
/// <param name="UnreadableCustomers">Of whom nothing can be read, of those in memory here; at most 1,000.</param>
/// <param name="UnreadableCount">How many there are.</param>
public sealed record HealthDetailsAnswer(
    string Status,
    IReadOnlyList<HealthCheckAnswer> Checks,
    IReadOnlyList<UnreadableCustomerAnswer> UnreadableCustomers,
    int UnreadableCount);

/// <summary>One thing that is needed.</summary>
/// <param name="Name">Which.</param>
/// <param name="Ready">Whether it answers.</param>
/// <param name="Problem">What is wrong, in a sentence; null for nothing.</param>
/// <param name="Detail">What storage itself says of it; null for nothing.</param>
public sealed record HealthCheckAnswer(string Name, bool Ready, string? Problem, string? Detail);

/// <summary>A customer of whom nothing can be read: their events are refused until what is stored is restored or they are erased.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="Since">When it was read last.</param>
public sealed record UnreadableCustomerAnswer(string CustomerId, string Reason, DateTimeOffset Since);
