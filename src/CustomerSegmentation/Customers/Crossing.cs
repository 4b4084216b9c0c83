namespace CustomerSegmentation.Customers;

/// <summary>
/// When time alone next changes something. Segment borders are crossed on whole seconds of UTC: the first second at
/// which the model answers otherwise. Orders leave the window to the tick.
/// </summary>
internal static class Crossing
{
    /// <summary>The next such moment after <paramref name="moment"/>, in UTC ticks.</summary>
    public static long Next(long moment, in WindowTotals totals, int index, AssignmentTerms terms)
    {
        var leaves = terms.LeavesAt(totals.Oldest);
        var monetary = (double)totals.Monetary;
        var recency = Rfm.DaysSince(totals.Newest, moment);
        if (terms.Model.NextBoundary(recency, totals.Frequency, monetary) is not { } boundary)
        {
            return leaves;
        }

        // The closed form is exact but for rounding. A day of grace either side of it is far more than that.
        var about = totals.Newest + boundary * TimeSpan.TicksPerDay;
        if (about > (double)leaves + TimeSpan.TicksPerDay || about > DateTime.MaxValue.Ticks)
        {
            return leaves;
        }

        return Math.Min(leaves, FirstSecondBeyond(moment, (long)about, totals, index, terms));
    }

    /// <summary>
    /// The first whole second after <paramref name="moment"/> at which the segment is not <paramref name="index"/>,
    /// looked for around <paramref name="about"/>, in strides that double, then by bisection.
    /// </summary>
    private static long FirstSecondBeyond(long moment, long about, in WindowTotals totals, int index, AssignmentTerms terms)
    {
        var earliest = Floor(moment) + TimeSpan.TicksPerSecond;
        var beyond = Math.Max(earliest, Floor(about) + TimeSpan.TicksPerSecond);
        var stride = TimeSpan.TicksPerSecond;
        while (Stays(beyond, totals, index, terms))
        {
            beyond += stride;
            stride *= 2;
            if (beyond > DateTime.MaxValue.Ticks || stride > TimeSpan.TicksPerDay * 400)
            {
                return Standing.Never; // the segments only touch here: nothing changes
            }
        }

        var within = beyond;
        stride = TimeSpan.TicksPerSecond;
        do
        {
            if (within == earliest)
            {
                return earliest;
            }

            within = Math.Max(earliest, within - stride);
            stride *= 2;
        }
        while (!Stays(within, totals, index, terms));

        while (beyond - within > TimeSpan.TicksPerSecond)
        {
            var middle = Floor(within + (beyond - within) / 2);
            if (Stays(middle, totals, index, terms))
            {
                within = middle;
            }
            else
            {
                beyond = middle;
            }
        }

        return beyond;
    }

    private static bool Stays(long moment, in WindowTotals totals, int index, AssignmentTerms terms) =>
        terms.Model.Assign(
            Rfm.DaysSince(totals.Newest, moment), totals.Frequency, (double)totals.Monetary) == index;

    private static long Floor(long ticks) => ticks - ticks % TimeSpan.TicksPerSecond;
}
