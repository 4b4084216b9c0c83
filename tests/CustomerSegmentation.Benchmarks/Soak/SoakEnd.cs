using CustomerSegmentation.HostTests.Soak;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>What there is in the end.</summary>
/// <param name="Audit">The engine's answers beside the shop's books.</param>
/// <param name="Queued">Messages left in the queue.</param>
/// <param name="Refused">Messages in the error queue.</param>
/// <param name="OnRecord">Events that the file gives back, opened again after a clean stop.</param>
/// <param name="Sold">Events that there are.</param>
/// <param name="JournalBytes">Length of the journal before that stop.</param>
/// <param name="FileBytes">Length of the file after it.</param>
/// <param name="Migrations">On record.</param>
internal sealed record SoakEnd(
    SoakAudit Audit, long Queued, long Refused, long OnRecord, long Sold, long JournalBytes, long FileBytes, long Migrations);
