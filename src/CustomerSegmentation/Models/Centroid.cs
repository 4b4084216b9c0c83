namespace CustomerSegmentation.Models;

/// <summary>The middle of a segment in customers' units.</summary>
public sealed record Centroid(double RecencyDays, double Frequency, double Monetary);
