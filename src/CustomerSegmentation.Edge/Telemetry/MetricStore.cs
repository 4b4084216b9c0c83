using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>Keeps the sums of what the meters of this process measure, for whoever comes to read them.</summary>
internal sealed class MetricStore : IDisposable
{
    /// <summary>Whose meters are kept: the engine's, the web server's, the message bus's, the runtime's, and a cluster's.</summary>
    public static readonly string[] Meters =
    [
        EngineMetrics.Name, "MassTransit", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
        Cluster,
    ];

    private const string Cluster = "Microsoft.Orleans";

    /// <summary>What a cluster measures several times at every message: keeping it here would cost more than the messages.</summary>
    private static readonly string[] AtEveryMessage = ["orleans-messaging", "orleans-networking", "orleans-scheduler", "orleans-gateway"];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private readonly IMeterFactory _factory;

    /// <summary>Begins to listen.</summary>
    /// <param name="factory">Makes this host's meters; those of another host in the process are not ours.</param>
    public MetricStore(IMeterFactory factory)
    {
        _factory = factory;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record((double)value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks the observed instruments for their values of now, and writes everything out.</summary>
    public string ReadAsOpenMetrics()
    {
        // One reader at a time: it clears what was observed and fills it again.
        lock (_reading)
        {
            foreach (var family in _families.Values.Where(family => family.IsObserved))
            {
                family.Clear();
            }

            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // An instrument that fails when asked (its engine is stopping) shows no value; the others do.
            }

            return OpenMetricsText.Write(_families.Values);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        if (!Meters.Contains(meter.Name)
            || (meter.Name == Cluster && AtEveryMessage.Any(prefix => instrument.Name.StartsWith(prefix, StringComparison.Ordinal)))
            || (meter.Scope is IMeterFactory factory && factory != _factory)
            || InstrumentShape.Of(instrument) is not { } shape)
        {
            return;
        }

        var unit = OpenMetricsText.UnitWord(instrument.Unit);
        var name = OpenMetricsText.NameOf(instrument.Name, unit);
        var family = _families.GetOrAdd(name, _ => new(
            name, shape.Kind, unit, instrument.Description, shape.Kind == MetricKind.Histogram ? shape.Bounds : [], instrument.IsObservable));

        // Two instruments that would share a name but not a kind cannot both be shown; the first one stays.
        if (family.Kind == shape.Kind)
        {
            listener.EnableMeasurementEvents(instrument, new Recorder(family, shape.IsLevel));
        }
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var recorder = (Recorder)state!;
        recorder.Family.Record(value, recorder.IsLevel, tags);
    }

    private sealed record Recorder(MetricFamily Family, bool IsLevel);
}
