namespace CustomerSegmentation.Models.Clustering.Hierarchical;

/// <summary>One merge of a <see cref="WardTree"/>. Rows are 0 to n − 1; the merge at index i makes cluster n + i.</summary>
/// <param name="First">The cluster (or row) of lower number.</param>
/// <param name="Second">The other.</param>
/// <param name="Height">
/// In the rows' units: √(2ab/(a + b)) times the distance of the means of clusters of a and b rows, which for two rows is
/// their distance. Half its square is what the merge adds to the inertia. As scipy's <c>linkage</c> has it.
/// </param>
/// <param name="Rows">How many rows the new cluster has.</param>
public readonly record struct WardMerge(int First, int Second, double Height, int Rows);
