using CustomerSegmentation.Embedded.Lanes;

namespace CustomerSegmentation.Embedded;

/// <summary>Recency (days), frequency (orders) and monetary value of customers that are in a segment, column by column.</summary>
internal sealed class RfmColumns
{
    /// <summary>Days since the newest counting order.</summary>
    public List<double> RecencyDays { get; } = [];

    /// <summary>Counting orders in the window.</summary>
    public List<double> Frequency { get; } = [];

    /// <summary>Their sum in the reporting currency.</summary>
    public List<double> Monetary { get; } = [];

    /// <summary>Takes some slots of a lane; whether there are more.</summary>
    public bool Take(LaneColumns columns, int from, int count, DateTimeOffset now)
    {
        var end = Math.Min(from + count, columns.Count);
        for (var slot = from; slot < end; slot++)
        {
            if (columns.Frequency[slot] > 0)
            {
                RecencyDays.Add(DaysSince(columns.Newest[slot], now));
                Frequency.Add(columns.Frequency[slot]);
                Monetary.Add(columns.Monetary[slot]);
            }
        }

        return end < columns.Count;
    }

    /// <summary>Days with fraction from a moment (UTC ticks) until now; never negative.</summary>
    public static double DaysSince(long moment, DateTimeOffset now) =>
        Math.Max(0, now.UtcTicks - moment) / (double)TimeSpan.TicksPerDay;
}
