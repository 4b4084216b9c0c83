using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>What a metric does over time.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One metric: its name, what it means, and a series for every set of labels.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string? unit, string? help, double[] bounds, bool observed)
{
    /// <summary>More sets of labels than this share one series: labels may come from outside, memory is ours.</summary>
    public const int MaxSeries = 2_000;

    private const string Overflow = "otel_metric_overflow=\"true\"";

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public MetricKind Kind { get; } = kind;

    /// <summary>A word such as seconds; the name ends in it.</summary>
    public string? Unit { get; } = unit;

    public string? Help { get; } = help;

    /// <summary>Read when somebody looks, as a whole; otherwise told of every change.</summary>
    public bool IsObserved { get; } = observed;

    /// <summary>Upper bounds of a histogram's buckets, ascending, without the last, which has none.</summary>
    public double[] Bounds { get; } = bounds;

    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series.OrderBy(series => series.Key, StringComparer.Ordinal);

    /// <summary>Takes in one measurement.</summary>
    /// <param name="value">An amount to add, a level, or one value of a distribution.</param>
    /// <param name="isLevel">The value replaces what was there.</param>
    /// <param name="tags">Its labels.</param>
    public void Record(double value, bool isLevel, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new LabelText(stackalloc char[256]);
        labels.Append(tags);
        SeriesFor(labels.Text).Record(value, isLevel);
    }

    /// <summary>Forgets what was observed before, so that what no longer exists is no longer shown.</summary>
    public void Clear() => _series.Clear();

    private MetricSeries SeriesFor(ReadOnlySpan<char> labels)
    {
        if (_series.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(labels, out var known))
        {
            return known;
        }

        return _series.GetOrAdd(
            _series.Count < MaxSeries ? labels.ToString() : Overflow,
            static (_, bounds) => new(bounds),
            Bounds);
    }
}

/// <summary>The value of a metric under one set of labels.</summary>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>Sum of what was added, or the last level.</summary>
    public double Value
    {
        get
        {
            lock (_gate)
            {
                return _sum;
            }
        }
    }

    public void Record(double value, bool isLevel)
    {
        lock (_gate)
        {
            _sum = isLevel ? value : _sum + value;

            // A bound belongs to the bucket below it; NaN, which is below nothing, to the last.
            var bucket = Array.BinarySearch(bounds, value);
            _buckets[double.IsNaN(value) ? bounds.Length : bucket < 0 ? ~bucket : bucket]++;
        }
    }

    /// <summary>Values at or below each bound, and at last all of them; with their sum.</summary>
    public (long[] Cumulative, double Sum) Distribution()
    {
        lock (_gate)
        {
            var cumulative = new long[_buckets.Length];
            long count = 0;
            for (var i = 0; i < cumulative.Length; i++)
            {
                count += _buckets[i];
                cumulative[i] = count;
            }

            return (cumulative, _sum);
        }
    }
}
