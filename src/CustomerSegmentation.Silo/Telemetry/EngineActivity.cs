using System.Diagnostics;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Telemetry;

/// <summary>The source of the engine's traces.</summary>
internal static class EngineActivity
{
    public static readonly ActivitySource Source = new(EngineMetrics.Name);
}
