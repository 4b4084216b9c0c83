using System.Diagnostics.Metrics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Counts what the engine tells about itself, over its own instruments.</summary>
internal sealed class EngineWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _recorded;
    private long _duplicates;
    private long _migrations;
    private long _commits;

    public EngineWatch()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.Name && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Count(instrument.Name, 1));
        _listener.Start();
    }

    public long Recorded => Interlocked.Read(ref _recorded);

    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long Migrations => Interlocked.Read(ref _migrations);

    public long Commits => Interlocked.Read(ref _commits);

    public void Dispose() => _listener.Dispose();

    private void Count(string instrument, long value)
    {
        switch (instrument)
        {
            case "segmentation.events.recorded":
                Interlocked.Add(ref _recorded, value);
                break;
            case "segmentation.events.duplicates":
                Interlocked.Add(ref _duplicates, value);
                break;
            case "segmentation.migrations":
                Interlocked.Add(ref _migrations, value);
                break;
            case "segmentation.commit.duration":
                Interlocked.Increment(ref _commits);
                break;
        }
    }
}
