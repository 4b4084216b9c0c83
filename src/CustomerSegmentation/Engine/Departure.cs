namespace CustomerSegmentation.Engine;

/// <summary>A customer who will leave a segment by time alone, with the figures of now.</summary>
/// <param name="Member">Who, with their figures in the segment they will leave.</param>
/// <param name="At">When, exactly, unless they buy.</param>
/// <param name="To">Id of the segment they will be in then; null when they will lapse.</param>
public sealed record Departure(Member Member, DateTimeOffset At, string? To);
