using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Mixtures;

namespace CustomerSegmentation.Models;

/// <summary>A <see cref="FitRequest"/> that was checked and completed: what will be fitted.</summary>
/// <param name="MinK">Smallest number of clusters tried.</param>
/// <param name="MaxK">Largest number tried; the same when the number was given.</param>
/// <param name="Seed">Of the random starts.</param>
/// <param name="Algorithm"><see cref="KMeans"/> or <see cref="GaussianMixture"/>.</param>
public sealed record FitPlan(int MinK, int MaxK, ulong Seed, string Algorithm = FitPlan.KMeans)
{
    /// <summary>How many random starts; null for as many as are usual for the algorithm.</summary>
    public int? Starts { get; init; }

    /// <summary>What the components of a mixture may look like.</summary>
    public CovarianceShape Shape { get; init; } = CovarianceShape.Full;

    /// <summary>Fewest clusters that are a segmentation, and most that people can tell apart.</summary>
    public const int MinClusters = 2, MaxClusters = 50;

    /// <summary>The algorithms there are.</summary>
    public const string KMeans = "kmeans", GaussianMixture = "gaussianMixture";

    private const int DefaultMinK = 3, DefaultMaxK = 10;
    private const ulong DefaultSeed = 1;

    /// <summary>
    /// Checks a request. A given k wins over a range; an end of the range that is not given adapts to the other and
    /// to the customers.
    /// </summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="distinctCustomers">Customers that differ, counted up to <see cref="MaxClusters"/> at least.</param>
    /// <exception cref="FitRefusedException">
    /// <c>unknown_algorithm</c>, <c>invalid_k</c> or <c>too_few_distinct_customers</c>.
    /// </exception>
    public static FitPlan From(FitRequest request, int distinctCustomers)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Algorithm is not (null or KMeans or GaussianMixture))
        {
            throw new FitRefusedException(
                "unknown_algorithm", $"There is no algorithm '{request.Algorithm}'. There are '{KMeans}' and '{GaussianMixture}'.");
        }

        Check(request.K, "k");
        Check(request.MinK, "minK");
        Check(request.MaxK, "maxK");
        var maxK = request.K ?? request.MaxK
            ?? Math.Max(request.MinK ?? 0, Math.Min(DefaultMaxK, Math.Max(MinClusters, distinctCustomers)));
        var minK = request.K ?? request.MinK ?? Math.Min(DefaultMinK, maxK);
        if (minK > maxK)
        {
            throw new FitRefusedException("invalid_k", $"minK {minK} is above maxK {maxK}.");
        }

        if (maxK > distinctCustomers)
        {
            throw new FitRefusedException(
                "too_few_distinct_customers",
                $"Only {distinctCustomers} customers differ from one another: they cannot be divided into {maxK} segments.");
        }

        return new(minK, maxK, request.Seed ?? DefaultSeed, request.Algorithm ?? KMeans);
    }

    private static void Check(int? k, string name)
    {
        if (k is < MinClusters or > MaxClusters)
        {
            throw new FitRefusedException(
                "invalid_k", $"{name} must be between {MinClusters} and {MaxClusters}; it is {k}.");
        }
    }
}
