namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>The clock by which the engine goes.</summary>
/// <param name="Now">The wall's time, or what it should be while the wall clock is in doubt; the newest event's under the event clock.</param>
public sealed record ClockAnswer(DateTimeOffset Now);
