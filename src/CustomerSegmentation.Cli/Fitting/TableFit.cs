using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>A table divided into clusters, numbered as <see cref="ClusterOrder"/> says.</summary>
/// <param name="Tried">Every number of clusters that was tried, ascending.</param>
/// <param name="K">The number that was used.</param>
/// <param name="Reason">Why that number, in words.</param>
/// <param name="Labels">The cluster of every row that was fitted; −1 for noise.</param>
/// <param name="Centres">One a cluster, in scaled coordinates.</param>
internal sealed record TableFit(
    IReadOnlyList<TriedK> Tried, int K, string Reason, IReadOnlyList<int> Labels, IReadOnlyList<double[]> Centres)
{
    /// <summary>Rows of each cluster.</summary>
    public IReadOnlyList<int> Sizes { get; } = ClusterOrder.SizesOf(Labels, Centres.Count);

    /// <summary>Of a mixture: for every component one probability a row.</summary>
    public IReadOnlyList<double[]>? Posteriors { get; init; }

    /// <summary>Of a mixture: its components.</summary>
    public IReadOnlyList<MixtureComponent>? Components { get; init; }

    /// <summary>Null where there is nothing to shuffle apart: one column or one cluster.</summary>
    public StructureTest? Structure { get; init; }

    public Stability? Stability { get; init; }

    /// <summary>Rows in no cluster.</summary>
    public int Noise => Labels.Count(label => label < 0);

    /// <summary>What else is to be said of how it came about.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The one that was used; null when nothing was found.</summary>
    public TriedK? Used => Tried.FirstOrDefault(tried => tried.K == K);
}
