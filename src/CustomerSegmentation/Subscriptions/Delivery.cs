namespace CustomerSegmentation.Subscriptions;

/// <summary>What has become of a message to a subscriber.</summary>
public enum DeliveryStatus
{
    /// <summary>It was not taken yet and is tried again; everything after it waits.</summary>
    Pending,

    /// <summary>It was taken.</summary>
    Delivered,

    /// <summary>It was given up: what it tells of was erased before it was taken.</summary>
    Withdrawn,
}

/// <summary>A message to a subscriber. It does not hold what was said: that is on record, and may be erased there.</summary>
/// <param name="MessageId">The same at every attempt.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Attempts">Calls so far.</param>
/// <param name="FirstAt">The first of them, on the wall.</param>
/// <param name="LastAt">The last of them.</param>
/// <param name="NextAt">When it is tried again; null when it is not.</param>
/// <param name="Response">The HTTP status of the last answer; null when there was none.</param>
/// <param name="Problem">Why the last attempt failed, in a sentence; null when it did not.</param>
public sealed record Delivery(
    string MessageId,
    DeliveryStatus Status,
    int Attempts,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    DateTimeOffset? NextAt,
    int? Response,
    string? Problem)
{
    /// <summary>What an alert says. There is no other record of it, and no customer in it. Null for migrations.</summary>
    public string? Body { get; init; }
}
