using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>What a soak saw on its way.</summary>
internal sealed class SoakTimeline
{
    private readonly SoakPlan _plan;
    private readonly long _started;
    private readonly IReadOnlyList<Probe> _probes;
    private readonly IReadOnlyList<Vitals> _vitals;

    /// <param name="plan">Of the run.</param>
    /// <param name="started">Timestamp.</param>
    /// <param name="took">Until the last event was confirmed.</param>
    /// <param name="events">How many were.</param>
    /// <param name="repeated">Published once more.</param>
    /// <param name="stalls">Connections given up since nothing was confirmed.</param>
    /// <param name="kills">In order.</param>
    /// <param name="probes">In the order of seeing.</param>
    /// <param name="vitals">In order.</param>
    public SoakTimeline(
        SoakPlan plan, long started, TimeSpan took, long events, long repeated, int stalls,
        IReadOnlyList<SoakKill> kills, IReadOnlyList<Probe> probes, IReadOnlyList<Vitals> vitals)
    {
        (_plan, _started, _probes, _vitals) = (plan, started, probes, vitals);
        (Took, Events, Repeated, Stalls, Kills) = (took, events, repeated, stalls, kills);
        Before = DelaysIn(plan.Before);
        Usual = Before.Quantile(0.99);
        Recoveries = [.. kills.Select(RecoveryFrom)];
    }

    public SoakPlan Plan => _plan;

    public TimeSpan Took { get; }

    public long Events { get; }

    public long Repeated { get; }

    public int Stalls { get; }

    public IReadOnlyList<SoakKill> Kills { get; }

    /// <summary>
    /// When, after each kill, a sale that fell due since was seen within the usual delay: what had piled up is worked
    /// off by then. Null where that was not before the next kill.
    /// </summary>
    public IReadOnlyList<long?> Recoveries { get; }

    /// <summary>Milliseconds from due to visible, after the warm-up and before the first kill.</summary>
    public Samples Before { get; }

    /// <summary>What 99 of 100 of these take at most.</summary>
    public double Usual { get; }

    /// <summary>Milliseconds from due to visible of sales that fell due within a time.</summary>
    /// <param name="time">Since the start.</param>
    /// <param name="calm">Without those that waited between a kill and the recovery from it.</param>
    public Samples DelaysIn((TimeSpan From, TimeSpan To) time, bool calm = false) => new(
    [
        .. _probes.Where(probe => IsIn(probe.Due, time) && !(calm && IsDisturbed(probe))).Select(static probe => probe.Milliseconds),
    ]);

    public IReadOnlyList<Vitals> VitalsIn((TimeSpan From, TimeSpan To) time) => [.. _vitals.Where(look => IsIn(look.At, time))];

    public IEnumerable<int> KillsIn((TimeSpan From, TimeSpan To) time) =>
        Enumerable.Range(0, Kills.Count).Where(n => IsIn(Kills[n].Killed, time));

    public double? SecondsToRecover(int n) =>
        Recoveries[n] is { } recovered ? Stopwatch.GetElapsedTime(Kills[n].Killed, recovered).TotalSeconds : null;

    private bool IsIn(long timestamp, (TimeSpan From, TimeSpan To) time) =>
        timestamp >= _started + SoakSetup.Ticks(time.From) && timestamp < _started + SoakSetup.Ticks(time.To);

    private bool IsDisturbed(Probe probe) => Enumerable.Range(0, Kills.Count).Any(
        n => probe.Seen >= Kills[n].Killed && probe.Due <= (Recoveries[n] ?? Kills[n].By));

    private long? RecoveryFrom(SoakKill kill)
    {
        foreach (var probe in _probes)
        {
            if (probe.Due > kill.Killed && probe.Seen < kill.By && probe.Milliseconds <= Usual)
            {
                return probe.Seen;
            }
        }

        return null;
    }
}
