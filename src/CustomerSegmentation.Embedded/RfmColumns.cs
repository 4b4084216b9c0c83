using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded;

/// <summary>Recency (days), frequency (orders) and monetary value of customers that are in a segment, column by column.</summary>
internal sealed class RfmColumns
{
    private readonly List<double> _recencyDays = [];
    private readonly List<double> _frequency = [];
    private readonly List<double> _monetary = [];

    /// <summary>Takes some slots of a lane; whether there are more.</summary>
    public bool Take(LaneColumns columns, int from, int count, DateTimeOffset now)
    {
        var end = Math.Min(from + count, columns.Count);
        for (var slot = from; slot < end; slot++)
        {
            if (columns.Frequency[slot] > 0)
            {
                _recencyDays.Add(DaysSince(columns.Newest[slot], now));
                _frequency.Add(columns.Frequency[slot]);
                _monetary.Add(columns.Monetary[slot]);
            }
        }

        return end < columns.Count;
    }

    /// <summary>As what a model is fitted to.</summary>
    public Population ToPopulation() => new([.. _recencyDays], [.. _frequency], [.. _monetary]);

    /// <summary>Days with fraction from a moment (UTC ticks) until now; never negative.</summary>
    public static double DaysSince(long moment, DateTimeOffset now) =>
        Math.Max(0, now.UtcTicks - moment) / (double)TimeSpan.TicksPerDay;
}
