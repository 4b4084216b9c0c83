using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Engine;

/// <summary>What the engine calls now.</summary>
public enum EngineClock
{
    /// <summary>The time on the wall.</summary>
    Wall,

    /// <summary>The newest event time: history replays into the migrations a live engine would have recorded.</summary>
    Event,
}

/// <summary>Settings that change what figures mean. Hosts add their own beside them.</summary>
public sealed record EngineOptions
{
    /// <summary>What now is.</summary>
    public EngineClock Clock { get; init; } = EngineClock.Wall;

    /// <summary>How far the wall clock may leap ahead while the engine runs: a machine may have been suspended.</summary>
    public TimeSpan ClockJump { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How far the wall clock may be ahead of the last time on record when the engine starts: it may have been off.</summary>
    public TimeSpan ClockGap { get; init; } = TimeSpan.FromDays(60);

    /// <summary>How long an order counts; null for all time.</summary>
    public TimeSpan? Window { get; init; } = TimeSpan.FromDays(365);

    /// <summary>ISO 4217 code of the reporting currency.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>What one unit of another currency is worth in the reporting currency, by ISO 4217 code.</summary>
    public IReadOnlyDictionary<string, decimal> Rates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Thresholds of the rule model of the first day.</summary>
    public RuleThresholds Rules { get; init; } = RuleThresholds.Default;

    /// <summary>What holds a customer in their segment at its border; null for nothing.</summary>
    public Hysteresis? Hysteresis { get; init; }

    /// <summary>The fewest customers with an order in the window that a fit accepts.</summary>
    public int MinimumCustomersToFit { get; init; } = 500;

    /// <summary>When models are fitted without being asked for.</summary>
    public RefitOptions Refit { get; init; } = new();
}
