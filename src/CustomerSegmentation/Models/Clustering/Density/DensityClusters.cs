namespace CustomerSegmentation.Models.Clustering.Density;

/// <summary>Rows divided by where they lie dense.</summary>
/// <param name="Labels">
/// One a row: the cluster, numbered in the order of their first core rows, or <see cref="Noise"/>. Measures of quality
/// take no such label: leave those rows out.
/// </param>
/// <param name="Core">Whether a row has enough neighbours. A row that is labelled but not core lies at a border.</param>
public sealed record DensityClusters(int[] Labels, bool[] Core)
{
    /// <summary>The label of a row that is in no cluster.</summary>
    public const int Noise = -1;

    /// <summary>Number of clusters; may be 0.</summary>
    public int K => Labels.Length == 0 ? 0 : Labels.Max() + 1;

    /// <summary>How many rows are in no cluster.</summary>
    public int NoiseRows => Labels.Count(label => label == Noise);
}
