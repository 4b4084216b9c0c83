namespace CustomerSegmentation.Models.Drift;

/// <summary>
/// Population stability index: Σ (a − e) · ln(a / e) over the bins, e the share expected, a the actual one. By the
/// usual reading below 0.1 is stable and above 0.25 a shift (N. Siddiqi, Credit Risk Scorecards, 2006).
/// </summary>
public static class StabilityIndex
{
    /// <summary>Above it a population has shifted.</summary>
    public const double Shifted = 0.25;

    /// <summary>
    /// The share that an empty bin counts as, on either side: the logarithm needs one, and one in ten thousand is
    /// less than a fit can see. Shares are not scaled to sum 1 again.
    /// </summary>
    public const double MinShare = 0.0001;

    /// <summary>The index of two distributions over the same bins; 0 or more.</summary>
    /// <exception cref="ArgumentException">They have different bins.</exception>
    public static double Of(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        if (expected.Count != actual.Count)
        {
            throw new ArgumentException($"{expected.Count} bins cannot be compared with {actual.Count}.", nameof(actual));
        }

        return expected.Zip(actual, static (e, a) =>
        {
            var (least, now) = (Math.Max(e, MinShare), Math.Max(a, MinShare));
            return (now - least) * Math.Log(now / least);
        }).Sum();
    }
}
