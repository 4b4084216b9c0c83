namespace CustomerSegmentation.Subscriptions;

/// <summary>What to be warned of.</summary>
public enum AlertKind
{
    /// <summary>The segment has lost members.</summary>
    Shrinks,

    /// <summary>Yesterday as many came or left as on no usual day.</summary>
    UnusualFlow,
}

/// <summary>A threshold that somebody wants to be told of. Refits do not count: they are not what customers did.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Segment">Id.</param>
/// <param name="By">For <see cref="AlertKind.Shrinks"/>: by which share of its members, above 0 and up to 1.</param>
/// <param name="Within">For <see cref="AlertKind.Shrinks"/>: in how many days, 1 to <see cref="DailyFlows.Days"/>.</param>
public sealed record Alert(AlertKind Kind, string Segment, double By = 0.1, int Within = 7)
{
    /// <summary>Fewer members to lose are no news.</summary>
    private const int MinMembers = 10;

    /// <summary>How many days before yesterday its flow is compared with.</summary>
    private const int History = 28;

    /// <summary>Fewer known days before yesterday are no history.</summary>
    private const int LeastHistory = 14;

    private const double Deviations = 3;

    /// <summary>What there is to tell; null when all is as it should be.</summary>
    /// <param name="members">Of the segment now.</param>
    /// <param name="flows">Who came and left.</param>
    /// <param name="now">The engine's now.</param>
    public AlertFinding? Check(long members, DailyFlows flows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flows);
        var today = DailyFlows.DayOf(now);
        return Kind == AlertKind.Shrinks ? CheckSize(members, flows, today) : CheckFlow(flows, today - 1);
    }

    private AlertFinding? CheckSize(long members, DailyFlows flows, int today)
    {
        var before = members;
        for (var day = today - Within + 1; day <= today; day++)
        {
            var (entered, left) = flows.On(Segment, day);
            before -= entered - left;
        }

        return before >= MinMembers && members <= before * (1 - By)
            ? new(this, members, before, $"The segment has {members} members; {Within} days ago it had {before}.")
            : null;
    }

    /// <summary>
    /// A day is unusual when its count is more than three standard deviations from the mean of the days before, and
    /// ten customers at least. Counts scatter at least as those of independent arrivals do (Poisson: the square root
    /// of the mean), so that a segment where next to nothing happened for weeks does not warn of the first move.
    /// </summary>
    private AlertFinding? CheckFlow(DailyFlows flows, int yesterday)
    {
        var first = Math.Max(yesterday - History, flows.FirstDay ?? int.MaxValue);
        if (yesterday - first < LeastHistory)
        {
            return null;
        }

        var days = Enumerable.Range(first, yesterday - first).Select(day => flows.On(Segment, day)).ToList();
        var (entered, left) = flows.On(Segment, yesterday);
        return Compare(entered, [.. days.Select(day => (double)day.Entered)], "entered")
            ?? Compare(left, [.. days.Select(day => (double)day.Left)], "left");
    }

    private AlertFinding? Compare(long count, double[] history, string verb)
    {
        var mean = history.Average();
        var deviation = Math.Sqrt(history.Sum(one => (one - mean) * (one - mean)) / (history.Length - 1));
        var spread = Math.Max(deviation, Math.Sqrt(mean));
        return Math.Abs(count - mean) > Deviations * spread && Math.Abs(count - mean) >= MinMembers
            ? new(this, count, mean, $"{count} customers {verb} the segment yesterday; on the {history.Length} days before {mean:0.#} on average.")
            : null;
    }
}

/// <summary>Something to be told.</summary>
/// <param name="Alert">What was asked for.</param>
/// <param name="Figure">What it is: members now, or customers yesterday.</param>
/// <param name="Expected">What it was: members then, or customers on a usual day.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record AlertFinding(Alert Alert, double Figure, double Expected, string Reason);
