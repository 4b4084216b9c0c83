using System.Runtime.InteropServices;

namespace CustomerSegmentation.Migrations;

/// <summary>Where everyone known at a moment was at an earlier one, and is then: the rules of <see cref="MatrixReport"/>.</summary>
/// <param name="from">The earlier moment.</param>
/// <param name="refits">Whether refits count as moves.</param>
/// <param name="cause">Only moves of this cause count; null for all, refits as <paramref name="refits"/> says.</param>
internal sealed class Journeys(DateTimeOffset from, bool refits, MigrationCause? cause)
{
    private readonly Dictionary<ulong, Journey> _journeys = [];
    private readonly SegmentNumbers _numbers = new();
    private readonly long _from = from.UtcTicks;

    /// <summary>Everyone, by the hash of their id.</summary>
    public IReadOnlyDictionary<ulong, Journey> All => _journeys;

    /// <summary>The segment of a number; null for none.</summary>
    public string? SegmentOf(int number) => _numbers[number];

    public void AddFirstContact(ulong customer, long at) => _journeys.TryAdd(customer, new() { Since = at });

    public void Take(in Move move)
    {
        ref var journey = ref CollectionsMarshal.GetValueRefOrAddDefault(_journeys, move.Customer, out _);
        var entered = _numbers.Of(move.To);
        if (move.EffectiveAt <= _from || (!Counts(move.Cause) && journey.Start == _numbers.Of(move.From)))
        {
            journey.Start = entered;
        }

        journey.End = entered;
        journey.Since = move.EffectiveAt;
        journey.Monetary = move.Monetary;
    }

    private bool Counts(MigrationCause moved) => cause is { } only ? moved == only : refits || moved != MigrationCause.Refit;
}

/// <summary>Between two segments, by their numbers; 0, the default, is none.</summary>
internal struct Journey
{
    /// <summary>At the earlier moment.</summary>
    public int Start;

    /// <summary>At the later one.</summary>
    public int End;

    /// <summary>Since when they are there, in UTC ticks.</summary>
    public long Since;

    /// <summary>What they were worth at their latest move.</summary>
    public double Monetary;
}
