using CustomerSegmentation.Models;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>The names of the algorithms: the engine's two, and two that are for comparison on a table only.</summary>
internal static class Algorithms
{
    public const string KMeans = FitPlan.KMeans;

    public const string GaussianMixture = FitPlan.GaussianMixture;

    public const string Ward = "ward";

    public const string Dbscan = "dbscan";

    public static IReadOnlyList<string> All { get; } = [KMeans, GaussianMixture, Ward, Dbscan];
}
