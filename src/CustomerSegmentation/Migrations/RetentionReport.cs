namespace CustomerSegmentation.Migrations;

/// <summary>How long customers stay in a segment.</summary>
/// <param name="Segment">Id.</param>
/// <param name="From">Of those who entered after this moment.</param>
/// <param name="To">Of those who entered until this moment.</param>
/// <param name="AsOf">The moment until which it is known who stayed.</param>
/// <param name="Entered">Stays that began in between.</param>
/// <param name="Ages">The share still there after some days.</param>
/// <param name="MedianDwellDays">
/// After how many days half of them have left, by <see cref="Dwell"/>; null while fewer have.
/// </param>
public sealed record Retention(
    string Segment,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    long Entered,
    IReadOnlyList<RetentionAge> Ages,
    double? MedianDwellDays);

/// <summary>Who was still there after some days.</summary>
/// <param name="Days">After how many.</param>
/// <param name="Entered">Stays that began at least so long ago, and were not cut short by a refit before.</param>
/// <param name="Stayed">How many of them lasted longer than that.</param>
public readonly record struct RetentionAge(int Days, long Entered, long Stayed)
{
    /// <summary>Share still there, 0 to 1; null when nobody's stay began so long ago.</summary>
    public double? Share => Entered == 0 ? null : (double)Stayed / Entered;
}

/// <summary>
/// Follows everyone who entered a segment in a period, other than by a refit, until they left. A refit that moves somebody out
/// ends what can be said of their stay, not the stay. Whoever comes back begins another.
/// </summary>
/// <param name="segment">Id of the segment.</param>
/// <param name="from">Entered after this moment.</param>
/// <param name="to">Entered until this moment, itself included.</param>
/// <param name="asOf">Until when to follow them.</param>
/// <param name="knownAt">As far as it was known then; null for all that is known.</param>
public sealed class RetentionReport(
    string segment, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, DateTimeOffset? knownAt = null)
    : IMigrationReport<Retention>
{
    private static readonly int[] Ages = [1, 7, 30, 90];

    private readonly Dictionary<ulong, long> _entered = [];
    private readonly List<Stay> _stays = [];
    private readonly long _to = to.UtcTicks;

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(from, asOf, knownAt);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at)
    {
        // Whoever is in no segment enters none.
    }

    /// <inheritdoc/>
    public void Take(in Move move)
    {
        if (string.Equals(move.From, segment, StringComparison.Ordinal) && _entered.Remove(move.Customer, out var entered))
        {
            _stays.Add(new(entered, move.EffectiveAt, Left: move.Cause != MigrationCause.Refit));
        }

        if (string.Equals(move.To, segment, StringComparison.Ordinal) && move.EffectiveAt <= _to && move.Cause != MigrationCause.Refit)
        {
            _entered[move.Customer] = move.EffectiveAt;
        }
    }

    /// <inheritdoc/>
    public Retention Finish()
    {
        var stays = _stays.Concat(_entered.Values.Select(entered => new Stay(entered, asOf.UtcTicks, Left: false))).ToList();
        return new(segment, from, to, asOf, stays.Count, [.. Ages.Select(days => AgeOf(stays, days))],
            Dwell.MedianDays(stays.Select(stay => (stay.Until - stay.Since, stay.Left))));
    }

    private RetentionAge AgeOf(List<Stay> stays, int days)
    {
        var age = days * TimeSpan.TicksPerDay;
        var old = stays.Where(stay => stay.Since + age <= asOf.UtcTicks && (stay.Left || stay.Until - stay.Since >= age)).ToList();
        return new(days, old.Count, old.Count(stay => !(stay.Left && stay.Until - stay.Since <= age)));
    }

    /// <summary>A customer in the segment.</summary>
    /// <param name="Since">UTC ticks.</param>
    /// <param name="Until">UTC ticks: when they left, or until when it is known that they had not.</param>
    /// <param name="Left">Whether they left.</param>
    private readonly record struct Stay(long Since, long Until, bool Left);
}
