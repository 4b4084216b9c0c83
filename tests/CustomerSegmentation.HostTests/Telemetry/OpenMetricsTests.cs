using System.Diagnostics.Metrics;
using CustomerSegmentation.Edge.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerSegmentation.HostTests.Telemetry;

/// <summary>
/// The text of OpenMetrics 1.0, compared with what its specification's grammar asks for, written out by hand.
/// </summary>
public sealed class OpenMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _factory;
    private readonly MetricStore _book;
    private readonly Meter _meter;

    public OpenMetricsTests()
    {
        _factory = _services.GetRequiredService<IMeterFactory>();
        _book = new(_factory);

        // One of the names that are kept; the scope of the factory tells it from the meters of hosts in other tests.
        _meter = _factory.Create("MassTransit");
    }

    [Fact]
    public void Counters_sum_by_labels_in_their_order_by_name()
    {
        var counter = _meter.CreateCounter<long>("shop.sales", "{sale}", "Sales \"made\",\nby \\ kind.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"), new KeyValuePair<string, object?>("at", 1.5));
        counter.Add(3, new KeyValuePair<string, object?>("at", 1.5), new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "b\"\\\n"), new KeyValuePair<string, object?>("new.one", true));
        Shown("shop_sales").ShouldBe(
            """
            # TYPE shop_sales counter
            # HELP shop_sales Sales \"made\",\nby \\ kind.
            shop_sales_total{at="1.5",kind="a"} 5
            shop_sales_total{kind="b\"\\\n",new_one="true"} 1
            """);
    }

    [Fact]
    public void A_gauge_shows_its_last_level_and_an_up_down_counter_its_sum()
    {
        var gauge = _meter.CreateGauge<double>("shop.temperature", "Cel");
        gauge.Record(20);
        gauge.Record(21.5);
        var open = _meter.CreateUpDownCounter<int>("shop.open");
        open.Add(3);
        open.Add(-1);
        Shown("shop_temperature").ShouldBe("# TYPE shop_temperature_Cel gauge\n# UNIT shop_temperature_Cel Cel\nshop_temperature_Cel 21.5");
        Shown("shop_open").ShouldBe("# TYPE shop_open gauge\nshop_open 2");
    }

    [Fact]
    public void Observed_levels_are_asked_for_each_time_and_forgotten_when_gone()
    {
        var levels = new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 };
        _meter.CreateObservableGauge("shop.members", () => levels.Select(level =>
            new Measurement<long>(level.Value, new KeyValuePair<string, object?>("segment", level.Key))));
        Shown("shop_members").ShouldContain("shop_members{segment=\"b\"} 2");
        levels["a"] = 7;
        levels.Remove("b");
        Shown("shop_members").ShouldBe("# TYPE shop_members gauge\nshop_members{segment=\"a\"} 7");
    }

    [Fact]
    public void A_histogram_counts_values_at_or_below_each_bound()
    {
        var histogram = _meter.CreateHistogram(
            "shop.wait", "s", "How long.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in (double[])[0.1, 0.5, 2])
        {
            histogram.Record(seconds, new KeyValuePair<string, object?>("till", 4));
        }

        Shown("shop_wait").ShouldBe(
            """
            # TYPE shop_wait_seconds histogram
            # UNIT shop_wait_seconds seconds
            # HELP shop_wait_seconds How long.
            shop_wait_seconds_bucket{till="4",le="0.1"} 1
            shop_wait_seconds_bucket{till="4",le="1.0"} 2
            shop_wait_seconds_bucket{till="4",le="+Inf"} 3
            shop_wait_seconds_count{till="4"} 3
            shop_wait_seconds_sum{till="4"} 2.6
            """);
    }

    [Fact]
    public void Labels_without_end_share_one_series_after_two_thousand()
    {
        var counter = _meter.CreateCounter<long>("shop.flood");
        for (var i = 0; i < 3_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        var shown = Shown("shop_flood");
        shown.Split('\n').Length.ShouldBe(1 + MetricFamily.MaxSeries + 1);
        shown.ShouldContain("shop_flood_total{otel_metric_overflow=\"true\"} 1000");
    }

    [Fact]
    public void An_instrument_that_fails_hides_no_other()
    {
        _meter.CreateObservableGauge("shop.broken", long () => throw new InvalidOperationException());
        _meter.CreateObservableGauge("shop.sound", () => 1L);
        Shown("shop_sound").ShouldBe("# TYPE shop_sound gauge\nshop_sound 1");
    }

    [Fact]
    public void Meters_that_are_not_ours_are_not_shown()
    {
        using var stranger = new Meter("Stranger");
        stranger.CreateCounter<long>("stranger.sales").Add(1);
        Shown("stranger").ShouldBeEmpty();
    }

    public void Dispose()
    {
        _book.Dispose();
        _services.Dispose();
    }

    /// <summary>The lines of the metrics whose names begin so.</summary>
    private string Shown(string name)
    {
        var text = _book.ReadAsOpenMetrics();
        text.ShouldEndWith("# EOF\n");
        return string.Join('\n', text.Split('\n').Where(line =>
            line.StartsWith(name, StringComparison.Ordinal) || line.Contains($" {name}", StringComparison.Ordinal)));
    }
}
