namespace CustomerSegmentation.Models;

/// <summary>How well a customer fits one segment of a model.</summary>
/// <param name="Index">Position of the segment in <see cref="SegmentModel.Segments"/>.</param>
/// <param name="Confidence">Between 0 and 1; over the segments that a model lists they sum to 1.</param>
public readonly record struct SegmentFit(int Index, double Confidence);
