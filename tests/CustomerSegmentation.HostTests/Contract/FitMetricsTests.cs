using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.HostTests.Contract;

public sealed class FitMetricsTests
{
    [Fact]
    public void A_fit_is_counted_with_what_became_of_it_and_why()
    {
        var counted = new ConcurrentQueue<Dictionary<string, object?>>();
        using var metrics = new EngineMetrics();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "segmentation.fits")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(tags.ToArray().ToDictionary()));
        listener.Start();

        metrics.Count(new LastFit(DateTimeOffset.UnixEpoch, FitTrigger.Drift, FitResult.Held, 3, "a_gate_of_this_test", "It was not passed."));

        // Other tests fit at the same time.
        var mine = counted.Where(tags => tags["code"] is "a_gate_of_this_test").ShouldHaveSingleItem();
        (mine["trigger"], mine["outcome"]).ShouldBe(("drift", "held"));
    }
}
