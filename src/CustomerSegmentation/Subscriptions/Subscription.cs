using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Subscriptions;

/// <summary>Somebody who is told of migrations by calls to an address of theirs.</summary>
/// <param name="Id">Given out when it was made, never used twice.</param>
/// <param name="Url">Where to call.</param>
/// <param name="Secret">What calls are signed with, <c>whsec_…</c>; shown to whoever made it, once.</param>
/// <param name="Filter">Which migrations.</param>
/// <param name="CreatedAt">On the wall.</param>
public sealed record Subscription(string Id, Uri Url, string Secret, MigrationFilter Filter, DateTimeOffset CreatedAt)
{
    /// <summary>Why nothing is sent any more; null while it is.</summary>
    public string? DisabledBecause { get; init; }

    /// <summary>What to be told of instead of single migrations; null for those.</summary>
    public Alert? Alert { get; init; }
}
