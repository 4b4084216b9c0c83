using System.Diagnostics.Metrics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>Counts what never reaches the engine because it cannot be read; the engine counts what it refuses itself.</summary>
/// <remarks>
/// Name, unit and description are those of the engine's own counter, so that both make one metric, here and in a
/// collector.
/// </remarks>
internal sealed class RefusedEvents(IMeterFactory meters)
{
    private readonly Counter<long> _refused = meters.Create(EngineMetrics.Name)
        .CreateCounter<long>("segmentation.events.refused", "{event}", "Events that were refused, by code.");

    /// <summary>Counts an event, or a body of which nothing could be read.</summary>
    public void Count(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));
}
