using System.Diagnostics.Metrics;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>What kind of metric an instrument makes.</summary>
/// <param name="Kind">Counter, gauge or histogram.</param>
/// <param name="IsLevel">Its measurements are levels, not amounts to add.</param>
/// <param name="Bounds">Of a histogram.</param>
internal sealed record InstrumentShape(MetricKind Kind, bool IsLevel, double[] Bounds)
{
    /// <summary>Half a millisecond to a day: commits and requests at one end, the age of late events at the other.</summary>
    private static readonly double[] Seconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400];

    private static readonly double[] Amounts =
        [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Null for an instrument of a kind that is not known here.</summary>
    public static InstrumentShape? Of(Instrument instrument)
    {
        for (var type = instrument.GetType(); type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType)
            {
                continue;
            }

            var generic = type.GetGenericTypeDefinition();
            if (generic == typeof(Counter<>))
            {
                return new(MetricKind.Counter, IsLevel: false, []);
            }

            if (generic == typeof(ObservableCounter<>))
            {
                return new(MetricKind.Counter, IsLevel: true, []);
            }

            if (generic == typeof(UpDownCounter<>))
            {
                return new(MetricKind.Gauge, IsLevel: false, []);
            }

            if (generic == typeof(Gauge<>) || generic == typeof(ObservableGauge<>) || generic == typeof(ObservableUpDownCounter<>))
            {
                return new(MetricKind.Gauge, IsLevel: true, []);
            }

            if (generic == typeof(Histogram<>))
            {
                return new(MetricKind.Histogram, IsLevel: false, BoundsOf(instrument));
            }
        }

        return null;
    }

    /// <summary>The instrument's own advice where it gives any.</summary>
    private static double[] BoundsOf(Instrument instrument)
    {
        var advised = instrument switch
        {
            Instrument<double> it => it.Advice?.HistogramBucketBoundaries?.ToArray(),
            Instrument<long> it => it.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
            Instrument<int> it => it.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
            _ => null,
        };
        return advised ?? (instrument.Unit == "s" ? Seconds : Amounts);
    }
}
