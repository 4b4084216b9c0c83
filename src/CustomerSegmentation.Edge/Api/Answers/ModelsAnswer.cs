using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>Every version of the model, and what became of the last fit.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Always null: all are here.</param>
/// <param name="LastFit">Null before the first. While a fit is refused or fails, the model in force stays.</param>
public sealed record ModelsAnswer(IReadOnlyList<ModelAnswer> Items, string? Next, LastFitAnswer? LastFit);

/// <summary>What became of the last fit.</summary>
/// <param name="At">Engine's clock.</param>
/// <param name="Trigger">Asked, schedule or drift.</param>
/// <param name="Outcome">Candidate, published, held, refused or failed.</param>
/// <param name="Version">Of the model, if there is one.</param>
/// <param name="Code">Of the refusal, or the gate that was not passed; null when all went well.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record LastFitAnswer(
    DateTimeOffset At, FitTrigger Trigger, FitResult Outcome, int? Version, string? Code, string Reason)
{
    internal static LastFitAnswer? Of(LastFit? fit) =>
        fit is null ? null : new(fit.At, fit.Trigger, fit.Outcome, fit.Version, fit.Code, fit.Reason);
}
