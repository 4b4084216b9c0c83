using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;

namespace CustomerSegmentation.Engine;

/// <summary>What becomes of a fit that nobody asked for.</summary>
public enum RefitPublish
{
    /// <summary>It stays a candidate until a person publishes it.</summary>
    Approve,

    /// <summary>It is published if it passes every gate; otherwise it stays a candidate.</summary>
    Auto,
}

/// <summary>When models are fitted without being asked for, and what becomes of them.</summary>
/// <remarks>
/// By default nobody is moved by a model that nobody asked for: there is no schedule, and a refit for drift, which
/// needs a published fit to drift away from, waits for approval.
/// </remarks>
public sealed record RefitOptions
{
    /// <summary>
    /// How often: at whole multiples of it since 1970 (UTC), so that restarts and the day of the installation do not
    /// matter. Null for never.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The population stability index of any feature above which to refit; looked at every day. Null for never.</summary>
    public double? Drift { get; init; } = StabilityIndex.Shifted;

    /// <summary>
    /// After a refit for drift, how long none follows by the engine's clock, unless the drift has grown by as much again as
    /// <see cref="Drift"/>.
    /// </summary>
    public TimeSpan DriftCooldown { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What becomes of such a fit.</summary>
    public RefitPublish Publish { get; init; } = RefitPublish.Approve;

    /// <summary>
    /// How far back the first purchase must lie before the first model is fitted by itself: recency and frequency of
    /// a few days tell no customers apart.
    /// </summary>
    public TimeSpan LeastHistory { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What a fit must reach to be published automatically.</summary>
    public GateLimits Gates { get; init; } = new();
}
