namespace CustomerSegmentation.Models.Gates;

/// <summary>One check of a fit before it may be published automatically.</summary>
/// <param name="Name"><c>smallestShare</c>, <c>silhouette</c>, <c>structure</c> or <c>drift</c>.</param>
/// <param name="Passed">Whether it may. A figure that there is not yet stops nothing.</param>
/// <param name="Figure">What was measured; null where nothing was. Of structure 1 or 0.</param>
/// <param name="Threshold">What it was measured against.</param>
/// <param name="Reason">Both in a sentence.</param>
public sealed record Gate(string Name, bool Passed, double? Figure, double Threshold, string Reason);
