namespace CustomerSegmentation.Silo.Wire;

/// <summary>A call that brings events under the event clock. Times are UTC ticks.</summary>
/// <param name="Silo">Names the silo that sends it.</param>
/// <param name="Address">The silo's: where it is gone, so are its calls.</param>
/// <param name="Number">Which of the silo's calls.</param>
/// <param name="OccurredAt">When its events occurred.</param>
/// <param name="WallNow">The time on the wall.</param>
[GenerateSerializer, Immutable, Alias("stream-call")]
internal sealed record StreamCall(
    [property: Id(0)] long Silo,
    [property: Id(1)] SiloAddress Address,
    [property: Id(2)] long Number,
    [property: Id(3)] long[] OccurredAt,
    [property: Id(4)] long WallNow);

/// <summary>What was let in.</summary>
/// <param name="Count">How many of the call's events, from the first on.</param>
/// <param name="Now">The engine's now before them (UTC ticks).</param>
[GenerateSerializer, Immutable, Alias("stream-entry")]
internal sealed record StreamEntry([property: Id(0)] int Count, [property: Id(1)] long Now);
