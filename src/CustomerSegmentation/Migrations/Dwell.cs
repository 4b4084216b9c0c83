namespace CustomerSegmentation.Migrations;

/// <summary>
/// How long stays last when some of them still do: the product-limit estimate of Kaplan and Meier (1958), in which a stay
/// that has not ended counts as long as it has been seen.
/// </summary>
public static class Dwell
{
    private const double Rounding = 1e-9; // of a product of shares that is a half

    /// <summary>The shortest time, in days, that at most half of the stays outlast; null if more than half outlast all that was seen.</summary>
    /// <param name="stays">How long each was seen, in ticks, and whether it ended then.</param>
    public static double? MedianDays(IEnumerable<(long Ticks, bool Ended)> stays)
    {
        var seen = stays.ToList();
        var there = (double)seen.Count;
        var share = 1.0;
        foreach (var time in seen.GroupBy(stay => stay.Ticks).OrderBy(time => time.Key))
        {
            var ended = time.Count(stay => stay.Ended);
            share *= 1 - (ended / there);
            if (share <= 0.5 + Rounding)
            {
                return time.Key / (double)TimeSpan.TicksPerDay;
            }

            there -= time.Count();
        }

        return null;
    }
}
