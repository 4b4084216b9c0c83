namespace CustomerSegmentation.Models;

/// <summary>
/// Where the scores 1–5 of the rule model begin. Four ascending bounds a feature; by value, so equal customers
/// score equally.
/// </summary>
public sealed record RuleThresholds
{
    /// <summary>Days. At most the first is score 5, at most the second 4, …, above the last 1.</summary>
    public IReadOnlyList<double> RecencyDays { get; init; } = [14, 45, 90, 180];

    /// <summary>Orders. At least the last is score 5, …, below the first 1.</summary>
    public IReadOnlyList<double> Frequency { get; init; } = [2, 3, 5, 10];

    /// <summary>Reporting currency. At least the last is score 5, …, below the first 1.</summary>
    public IReadOnlyList<double> Monetary { get; init; } = [50, 150, 400, 1_000];

    /// <summary>The thresholds used when none are configured.</summary>
    public static RuleThresholds Default { get; } = new();

    /// <summary>Whether another set has the same values.</summary>
    public bool SameAs(RuleThresholds other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return RecencyDays.SequenceEqual(other.RecencyDays)
            && Frequency.SequenceEqual(other.Frequency)
            && Monetary.SequenceEqual(other.Monetary);
    }
}
