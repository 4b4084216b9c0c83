namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// When time alone next changes something. Segment borders are crossed on whole seconds of UTC: the first second at
/// which the model answers otherwise. Orders leave the window to the tick.
/// </summary>
internal static class Crossing
{
    /// <summary>The next such moment after <paramref name="moment"/>, in UTC ticks.</summary>
    public static long Next(long moment, in Figures figures, int index, AssignmentTerms terms)
    {
        var leaves = terms.LeavesAt(figures.Oldest);

        // The closed form is exact but for rounding. A day of grace either side of it is far more than that.
        var about = About(moment, figures, index, terms);
        return about == SegmentState.Never || about > (double)leaves + TimeSpan.TicksPerDay
            ? leaves
            : Math.Min(leaves, FirstSecondBeyond(moment, about, figures, index, terms));
    }

    /// <summary>The border ahead of <paramref name="moment"/> by the closed form, in UTC ticks.</summary>
    private static long About(long moment, in Figures figures, int index, AssignmentTerms terms)
    {
        var boundary = figures.NextBoundary(index, moment, terms);
        var about = figures.Newest + boundary * TimeSpan.TicksPerDay;
        return about <= DateTime.MaxValue.Ticks ? (long)about : SegmentState.Never;
    }

    /// <summary>
    /// The first whole second after <paramref name="moment"/> at which the customer leaves <paramref name="index"/>,
    /// looked for around <paramref name="about"/>, in strides that double, then by bisection.
    /// </summary>
    private static long FirstSecondBeyond(long moment, long about, in Figures figures, int index, AssignmentTerms terms)
    {
        var earliest = Floor(moment) + TimeSpan.TicksPerSecond;
        var beyond = Math.Max(earliest, Floor(about) + TimeSpan.TicksPerSecond);
        var stride = TimeSpan.TicksPerSecond;
        while (Stays(beyond, figures, index, terms))
        {
            // Rounding, or another segment answers between two seconds only: on to the border after that.
            var next = About(beyond, figures, index, terms);
            if (next == SegmentState.Never || stride > TimeSpan.TicksPerDay * 400)
            {
                return SegmentState.Never; // the segments only touch here: nothing changes
            }

            beyond = Math.Max(beyond + stride, Floor(next) + TimeSpan.TicksPerSecond);
            stride *= 2;
            if (beyond > DateTime.MaxValue.Ticks)
            {
                return SegmentState.Never;
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
        while (!Stays(within, figures, index, terms));

        while (beyond - within > TimeSpan.TicksPerSecond)
        {
            var middle = Floor(within + (beyond - within) / 2);
            if (Stays(middle, figures, index, terms))
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

    private static bool Stays(long moment, in Figures figures, int index, AssignmentTerms terms) =>
        figures.Assign(index, moment, terms) == index;

    private static long Floor(long ticks) => ticks - ticks % TimeSpan.TicksPerSecond;
}
