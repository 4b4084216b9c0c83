namespace CustomerSegmentation.Silo.Telemetry;

/// <summary>Follows a trace through grains.</summary>
internal static class OrleansTraces
{
    /// <summary>
    /// Carries the trace of a call along to the grain that it is for. It is a filter around every call, so it is put in only
    /// where somebody collects traces: without one, Orleans calls grains directly.
    /// </summary>
    public static ISiloBuilder AddTraces(this ISiloBuilder silo, SiloOptions options) =>
        options.Traces ? silo.AddActivityPropagation() : silo;
}
