using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;

namespace CustomerSegmentation.EngineContract;

/// <summary>
/// A customer's history by the words of the contract and nothing of the engine's: the rules of the first day with
/// their default thresholds and a window of 365 days, looked at in every second at which they can change.
/// </summary>
internal static class NaiveTimeline
{
    private static readonly string?[,] Map =
    {
        // FM =  1                2                     3                     4                     5
        { "lost", "hibernating", "at-risk", "cant-lose-them", "cant-lose-them" },
        { "about-to-sleep", "need-attention", "need-attention", "at-risk", "at-risk" },
        { "promising", "need-attention", "potential-loyalist", "loyal", "loyal" },
        { "promising", "potential-loyalist", "potential-loyalist", "loyal", "champions" },
        { "new", "potential-loyalist", "loyal", "champions", "champions" },
    };

    public static List<(string? To, DateTimeOffset At)> Through(IReadOnlyList<PurchaseEvent> events, DateTimeOffset until)
    {
        // Whatever can change anything: an order, an order leaving, a recency threshold passed by a second.
        var moments = events.SelectMany(e => new[] { 14, 45, 90, 180 }
                .Select(days => Ceiling(e.OccurredAt.AddDays(days)))
                .Append(e.OccurredAt)
                .Append(e.OccurredAt.AddDays(365)))
            .Where(moment => moment <= until).Distinct().Order();
        var timeline = new List<(string?, DateTimeOffset)>();
        string? segment = null;
        foreach (var moment in moments)
        {
            var at = SegmentAt(events, moment);
            if (at != segment)
            {
                timeline.Add((at, moment));
                segment = at;
            }
        }

        return timeline;
    }

    private static string? SegmentAt(IReadOnlyList<PurchaseEvent> events, DateTimeOffset moment)
    {
        var counting = events.Where(e => e.OccurredAt <= moment && e.OccurredAt.AddDays(365) > moment).ToList();
        if (counting.Count == 0)
        {
            return null;
        }

        var days = (moment - counting.Max(e => e.OccurredAt)).TotalDays;
        var r = days <= 14 ? 5 : days <= 45 ? 4 : days <= 90 ? 3 : days <= 180 ? 2 : 1;
        var f = counting.Count >= 10 ? 5 : counting.Count >= 5 ? 4 : counting.Count >= 3 ? 3 : counting.Count >= 2 ? 2 : 1;
        var sum = counting.Sum(e => e.Amount);
        var m = sum >= 1_000 ? 5 : sum >= 400 ? 4 : sum >= 150 ? 3 : sum >= 50 ? 2 : 1;
        return Map[r - 1, ((f + m + 1) / 2) - 1];
    }

    /// <summary>The first whole second after a moment.</summary>
    private static DateTimeOffset Ceiling(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
