using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>Metrics and traces of outbound messages, under the name <c>CustomerSegmentation</c>.</summary>
internal sealed class OutboundTelemetry
{
    private readonly ConcurrentDictionary<string, Func<long>> _behind = new();
    private readonly Counter<long> _sent;

    public OutboundTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("CustomerSegmentation");
        _sent = meter.CreateCounter<long>(
            "segmentation.outbound.sent", "{migration}", "Migrations that were taken by those they were sent to.");
        meter.CreateObservableGauge(
            "segmentation.outbound.behind",
            () => _behind.Select(one => new Measurement<long>(one.Value(), Named(one.Key))),
            "{migration}",
            "About how many migrations on record are not sent yet.");
    }

    public void Sent(string reader, int migrations) => _sent.Add(migrations, Named(reader));

    /// <summary>Reports how far a reader is behind, whenever somebody looks.</summary>
    public void Observe(string reader, Func<long> behind) => _behind[reader] = behind;

    /// <summary>The reader is gone.</summary>
    public void Forget(string reader) => _behind.TryRemove(reader, out _);

    private static KeyValuePair<string, object?> Named(string reader) => new("to", reader);
}
