namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>How <see cref="GaussianMixture"/> runs. Only <see cref="Threads"/> leaves the result alone.</summary>
/// <param name="K">Number of components.</param>
public sealed record GaussianMixtureOptions(int K)
{
    /// <summary>What the components may look like.</summary>
    public CovarianceShape Shape { get; init; } = CovarianceShape.Full;

    /// <summary>The same seed on the same rows gives the same result, on any number of threads.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many k-means starts; all run a few rounds, the best of them on. The highest likelihood wins, but a run that
    /// did not collapse always wins over one that did.
    /// </summary>
    public int Starts { get; init; } = 20;

    /// <summary>Rounds of expectation and maximisation, at most, for every start.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>Stop when a round raises the mean log-likelihood of a row by no more than this.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>
    /// No component is flatter in any direction than this share of the columns' variances. A floor, not a sum as in
    /// scikit-learn's <c>reg_covar</c>: the likelihood under it is a constrained maximum, which never falls.
    /// </summary>
    public double VarianceFloor { get; init; } = 1e-6;

    /// <summary>Above so many rows the starts compete on a sample of this size, and the winner runs on all rows.</summary>
    public int StartSample { get; init; } = 10_000;

    /// <summary>Threads at most; null for one a processor.</summary>
    public int? Threads { get; init; }
}
