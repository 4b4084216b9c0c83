namespace CustomerSegmentation.Models.Gates;

/// <summary>What a fit must reach before it is published without anybody looking at it.</summary>
public sealed record GateLimits
{
    /// <summary>The least share of the customers that the smallest segment may have: less is an outlier, no segment.</summary>
    public double SmallestShare { get; init; } = 0.01;

    /// <summary>
    /// The least mean silhouette. Up to 0.25 there is "no substantial structure" (L. Kaufman and P. J. Rousseeuw,
    /// Finding Groups in Data, 1990, table 4).
    /// </summary>
    public double Silhouette { get; init; } = 0.25;

    /// <summary>
    /// The most that any feature may have drifted since the fit of the model in force. Far above what asks for a
    /// refit: a base does not turn over like that by itself, a feed in the wrong currency or half an import does.
    /// </summary>
    public double Drift { get; init; } = 2;
}
