namespace CustomerSegmentation.Engine;

/// <summary>Customers and their monetary value, added up by segment.</summary>
/// <param name="Customers">Members by the ordinal of their segment, see <see cref="SegmentOrdinals"/>.</param>
/// <param name="Revenue">Their monetary value in the reporting currency, by the same ordinal; as many entries.</param>
/// <param name="Lapsed">Customers in no segment.</param>
public sealed record SegmentTally(long[] Customers, double[] Revenue, long Lapsed)
{
    /// <summary>Nobody, in any of so many segments.</summary>
    public static SegmentTally Zero(int segments) => new(new long[segments], new double[segments], 0);

    /// <summary>Both together. One may know of more segments than the other.</summary>
    public SegmentTally Plus(SegmentTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var segments = Math.Max(Customers.Length, other.Customers.Length);
        return new(
            [.. Enumerable.Range(0, segments)
                .Select(i => Customers.ElementAtOrDefault(i) + other.Customers.ElementAtOrDefault(i))],
            [.. Enumerable.Range(0, segments)
                .Select(i => Revenue.ElementAtOrDefault(i) + other.Revenue.ElementAtOrDefault(i))],
            Lapsed + other.Lapsed);
    }

    /// <summary>Counts customers one by one. One thread at a time.</summary>
    public sealed class Builder
    {
        private long[] _customers = [];
        private double[] _revenue = [];
        private int _segments;
        private long _lapsed;

        /// <summary>Counts a customer.</summary>
        /// <param name="segment">Ordinal of the segment, or <see cref="SegmentOrdinals.None"/>.</param>
        /// <param name="monetary">What they are worth, in the reporting currency; of no account for who is in no segment.</param>
        public void Add(short segment, double monetary)
        {
            if (segment == SegmentOrdinals.None)
            {
                _lapsed++;
                return;
            }

            if (segment >= _customers.Length)
            {
                var capacity = Math.Max(16, 2 * segment);
                Array.Resize(ref _customers, capacity);
                Array.Resize(ref _revenue, capacity);
            }

            _segments = Math.Max(_segments, segment + 1);
            _customers[segment]++;
            _revenue[segment] += monetary;
        }

        /// <summary>What was counted so far.</summary>
        public SegmentTally ToTally() => new(_customers[.._segments], _revenue[.._segments], _lapsed);
    }
}
