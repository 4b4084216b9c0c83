using System.Collections.Immutable;
using System.Globalization;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// Which parts of the record came about under the event clock: history, which is news to nobody. Each begins after its
/// first position and ends with its second; the last one may still go on.
/// </summary>
/// <param name="Parts">In the order of the record, none touching another.</param>
public sealed record ReplayedRanges(ImmutableList<(long After, long Through)> Parts)
{
    private const long StillGoingOn = long.MaxValue;

    /// <summary>The parts as of this start of the engine, under one clock or the other.</summary>
    /// <param name="reader">Has them as of the last start.</param>
    /// <param name="keep">Keeps them durably under <see cref="Markers.Replays"/>; called only if they have changed.</param>
    /// <param name="eventClock">Whether the engine now goes by the event clock.</param>
    /// <param name="end">The last position of the record.</param>
    public static ReplayedRanges Open(LedgerReader reader, Action<string> keep, bool eventClock, long end)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var before = Read(reader);
        var goesOn = before.Parts.Count > 0 && before.Parts[^1].Through == StillGoingOn;
        if (goesOn == eventClock)
        {
            return before;
        }

        var now = new ReplayedRanges(eventClock
            ? before.Parts.Add((end, StillGoingOn))
            : before.Parts.SetItem(before.Parts.Count - 1, (before.Parts[^1].After, end)));
        keep(now.ToString());
        return now;
    }

    /// <summary>The parts as they are on record.</summary>
    public static ReplayedRanges Read(LedgerReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Parse(reader.Meta(Markers.Replays) ?? "");
    }

    /// <summary>All of a record that came from elsewhere, up to a position.</summary>
    /// <param name="through">The last one; null if what follows is history too.</param>
    public static ReplayedRanges Whole(long? through) => new([(0, through ?? StillGoingOn)]);

    /// <summary>What is left of a stretch of the record without them, in order.</summary>
    public IEnumerable<(long After, long Through)> Without(long after, long through)
    {
        foreach (var part in Parts.Where(part => part.Through > after && part.After < through))
        {
            if (part.After > after)
            {
                yield return (after, part.After);
            }

            after = Math.Min(part.Through, through);
        }

        if (after < through)
        {
            yield return (after, through);
        }
    }

    /// <summary>As it is kept: <c>0-17 40-</c>.</summary>
    public override string ToString() => string.Join(' ', Parts.Select(part => part.Through == StillGoingOn
        ? $"{part.After}-"
        : $"{part.After}-{part.Through}"));

    private static ReplayedRanges Parse(string text) => new([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('-'))
        .Select(ends => (
            long.Parse(ends[0], CultureInfo.InvariantCulture),
            ends[1].Length == 0 ? StillGoingOn : long.Parse(ends[1], CultureInfo.InvariantCulture)))]);
}
