using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>How the stream flows through this host. Rates and lag are those of the last ten seconds.</summary>
/// <param name="AsOf">The moment, on the wall.</param>
/// <param name="EventsPerSecond">New events recorded here.</param>
/// <param name="MigrationsPerSecond">Migrations put on record, here or elsewhere.</param>
/// <param name="Lag">From when an event occurred until it was durable, on average; null while none came.</param>
/// <param name="Queue">Events accepted and not yet durable.</param>
/// <param name="Refused">Events refused since the start of this host.</param>
/// <param name="Behind">Migrations not yet sent to RabbitMQ and webhooks together.</param>
/// <param name="Drift">Population stability index by feature, as last measured since the start; empty before.</param>
/// <param name="DriftAt">When that was, by the engine's clock; null before.</param>
/// <param name="Health">Whether the engine can record.</param>
internal sealed record Throughput(
    DateTimeOffset AsOf,
    double EventsPerSecond,
    double MigrationsPerSecond,
    TimeSpan? Lag,
    long Queue,
    long Refused,
    long Behind,
    IReadOnlyDictionary<string, double> Drift,
    DateTimeOffset? DriftAt,
    EngineHealth Health)
{
    /// <summary>
    /// When the drift from this model was measured; null where what was measured last is the drift from one before it. A fit that is
    /// published by itself follows a measurement of the one before at the same moment.
    /// </summary>
    /// <param name="inForce">The model in force.</param>
    public DateTimeOffset? DriftMeasured(ModelRecord inForce) => DriftAt > inForce.PublishedAt ? DriftAt : null;
}
