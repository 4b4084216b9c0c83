using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>What an engine begins with: an empty one, or what the file gave back.</summary>
/// <param name="Registry">Models and names.</param>
/// <param name="Lanes">The customers of every lane.</param>
/// <param name="LaidOutAnew">The customers lie in other lanes than in the file: every page must be written again.</param>
/// <param name="JournalRows">How many rows of the journal were replayed.</param>
/// <param name="JournalBytes">How long the journal is.</param>
/// <param name="TermsChanged">Window, rules or hysteresis are not those of the last start: everyone is to be assessed anew.</param>
/// <param name="Erased">The journal tells of an erasure whose traces may not have been removed yet.</param>
internal sealed record EngineState(
    ModelRegistry Registry,
    IReadOnlyList<LaneCustomers> Lanes,
    bool LaidOutAnew,
    int JournalRows,
    long JournalBytes,
    bool TermsChanged,
    bool Erased);
