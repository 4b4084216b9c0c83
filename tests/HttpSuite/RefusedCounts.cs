using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerSegmentation.HttpSuite;

/// <summary>What one host's edge counts as refused, by its code; the engine's meter belongs to no host.</summary>
internal sealed class RefusedCounts : IDisposable
{
    private readonly MeterListener _listener = new();

    public RefusedCounts(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "segmentation.events.refused" && instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            Sums.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public ConcurrentDictionary<string, long> Sums { get; } = new();

    public void Dispose() => _listener.Dispose();
}
