using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Mixtures;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>What happens to rows in which a value is missing.</summary>
internal enum Imputation
{
    /// <summary>They are an error.</summary>
    None,

    /// <summary>The column's median is used instead.</summary>
    Median,

    /// <summary>They are left out of the fit.</summary>
    Drop,
}

/// <summary>What happens to the values of a column before rows are compared.</summary>
internal enum Scaling
{
    /// <summary>They lose their mean and are divided by their standard deviation.</summary>
    Standard,

    /// <summary>They stay as they are.</summary>
    None,
}

/// <summary>What was asked for on the command line.</summary>
/// <param name="Path">The file.</param>
/// <param name="Columns">By name, in the order of every centroid's coordinates.</param>
internal sealed record FitChoices(string Path, IReadOnlyList<string> Columns)
{
    /// <summary>The columns of which log(1 + value) is taken.</summary>
    public IReadOnlyList<string> Logged { get; init; } = [];

    public Scaling Scaling { get; init; }

    /// <summary>One of <see cref="Algorithms"/>.</summary>
    public string Algorithm { get; init; } = Algorithms.KMeans;

    /// <summary>The shape of a mixture's components.</summary>
    public CovarianceShape Covariance { get; init; }

    public int? K { get; init; }

    public int? MinK { get; init; }

    public int? MaxK { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Random starts.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>How far apart neighbours may be, in scaled units; of DBSCAN.</summary>
    public double? Eps { get; init; }

    /// <summary>Rows within reach, itself included, that make a row a core; of DBSCAN.</summary>
    public int? MinPoints { get; init; }

    public Imputation Imputation { get; init; }

    /// <summary>Whether 12,5 is twelve and a half.</summary>
    public bool DecimalComma { get; init; }
}
