namespace CustomerSegmentation.Engine;

/// <summary>Why a model was fitted.</summary>
public enum FitTrigger
{
    /// <summary>Somebody asked for it.</summary>
    Asked,

    /// <summary>It was time.</summary>
    Schedule,

    /// <summary>The customers have drifted away from those that the model in force was fitted to.</summary>
    Drift,
}

/// <summary>What became of a fit.</summary>
public enum FitResult
{
    /// <summary>A candidate waits for approval.</summary>
    Candidate,

    /// <summary>It is in force.</summary>
    Published,

    /// <summary>A candidate waits, since a gate was not passed.</summary>
    Held,

    /// <summary>The customers or the options did not allow it.</summary>
    Refused,

    /// <summary>It broke.</summary>
    Failed,
}

/// <summary>What became of the last fit. The model in force stays in force unless it was published.</summary>
/// <param name="At">Engine's clock.</param>
/// <param name="Trigger">Why it was tried.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Version">Of the model, if there is one.</param>
/// <param name="Code">For programs: of the refusal, or the gate that was not passed; null when all went well.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record LastFit(
    DateTimeOffset At, FitTrigger Trigger, FitResult Outcome, int? Version, string? Code, string Reason)
{
    /// <summary>Of a fit that gave a candidate.</summary>
    public static LastFit Of(FitOutcome fit, FitTrigger trigger, DateTimeOffset at, bool published)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var version = fit.Model.Model.Version;
        if (published)
        {
            return new(at, trigger, FitResult.Published, version, Code: null, $"Version {version} is in force.");
        }

        return fit.Model.Gates.FirstOrDefault(gate => !gate.Passed) is { } gate
            ? new(at, trigger, FitResult.Held, version, gate.Name, $"Version {version} is a candidate: {gate.Reason}")
            : new(at, trigger, FitResult.Candidate, version, Code: null, $"Version {version} waits to be published.");
    }

    /// <summary>The same once a person has published its candidate; null when it is another version, or was in force already.</summary>
    public LastFit? ApprovedBy(int published) => Version == published && Outcome != FitResult.Published
        ? this with { Outcome = FitResult.Published, Code = null, Reason = $"Version {Version} is in force." }
        : null;

    /// <summary>Of one that gave none.</summary>
    public static LastFit Of(Exception reason, FitTrigger trigger, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason is FitRefusedException refused
            ? new(at, trigger, FitResult.Refused, Version: null, refused.Code, refused.Message)
            : new(at, trigger, FitResult.Failed, Version: null, "failed", reason.Message);
    }
}
