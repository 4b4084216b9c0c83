namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>
/// A sixth of the time in peace, a third with kills in equal intervals, engine and broker in turn, then peace again: delays of the last
/// quarter are held against those before the first kill, memory at the end against that of the same process soon after its last start.
/// </summary>
internal sealed record SoakPlan(TimeSpan Duration)
{
    /// <summary>Of capacity.</summary>
    public const double Share = 0.6;

    public const int OrdersBefore = 4;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(20);

    /// <summary>Everybody is known from the start. In an hour at 10,000 events/s each of a million buys 36 times.</summary>
    public int Customers => Duration >= Long ? 1_000_000 : 100_000;

    /// <summary>As many of the engine as of the broker: one of each in three minutes, four of each in an hour.</summary>
    public int Kills => 2 * Math.Clamp((int)(Duration.TotalMinutes / 15), 1, 4);

    public TimeSpan Interval => Duration >= Long ? TimeSpan.FromMinutes(1) : Duration / 12;

    public int Intervals => (int)Math.Ceiling(Duration / Interval);

    public (TimeSpan From, TimeSpan To) Before => (Duration / 12, Duration / 6);

    public (TimeSpan From, TimeSpan To) After => (Duration * 3 / 4, Duration);

    /// <summary>The last life of the engine, once it has warmed up, and at its end.</summary>
    public (TimeSpan From, TimeSpan To) Settled => (Duration * 7 / 12, Duration * 2 / 3);

    /// <inheritdoc cref="Settled"/>
    public (TimeSpan From, TimeSpan To) Closing => (Duration * 11 / 12, Duration);

    /// <summary>When to kill for the n-th time, from 0.</summary>
    public TimeSpan KillAt(int n) => (Duration / 6) + (Duration / 3 / Kills * n);

    /// <summary>By when its traces must have gone.</summary>
    public TimeSpan RecoveredBy(int n) => KillAt(n + 1);
}
