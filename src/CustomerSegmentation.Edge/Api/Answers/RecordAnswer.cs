using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>What became of the events of one call, all of it durable.</summary>
/// <param name="Recorded">Events that were new and count.</param>
/// <param name="Duplicates">Events that were known already and changed nothing.</param>
/// <param name="RefusedCount">Events that changed nothing because they were not understood or not allowed.</param>
/// <param name="Refused">The first 10,000 of those, by their index in the body.</param>
public sealed record RecordAnswer(
    long Recorded, long Duplicates, long RefusedCount, IReadOnlyList<RefusedEvent> Refused);
