using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Subscriptions;

/// <summary>
/// How many customers came into each segment and left it on each of the last days, by the time it became true, without
/// refits. One owner.
/// </summary>
public sealed class DailyFlows
{
    /// <summary>How many days are remembered.</summary>
    public const int Days = 90;

    private readonly Dictionary<(string Segment, int Day), (long Entered, long Left)> _counts = [];
    private int _newest;

    /// <summary>The first day of which anything is known; null before the first migration.</summary>
    public int? FirstDay { get; private set; }

    /// <summary>A moment's day, in UTC days since year 1.</summary>
    public static int DayOf(DateTimeOffset moment) => (int)(moment.UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>Counts a migration.</summary>
    public void Add(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        var day = DayOf(migration.EffectiveAt);
        FirstDay = Math.Min(FirstDay ?? day, day);
        if (day > _newest)
        {
            _newest = day;
            foreach (var old in _counts.Keys.Where(key => key.Day <= _newest - Days).ToList())
            {
                _counts.Remove(old);
            }
        }

        if (migration.Cause == MigrationCause.Refit || day <= _newest - Days)
        {
            return;
        }

        if (migration.To is { } to)
        {
            var (entered, left) = On(to, day);
            _counts[(to, day)] = (entered + 1, left);
        }

        if (migration.From is { } from)
        {
            var (entered, left) = On(from, day);
            _counts[(from, day)] = (entered, left + 1);
        }
    }

    /// <summary>Who came and left on a day.</summary>
    public (long Entered, long Left) On(string segment, int day) => _counts.GetValueOrDefault((segment, day));
}
