namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>Processor time that the silo and what it stores things in have taken so far, or that an event took: in seconds or µs.</summary>
internal readonly record struct ProcessorTimes(double Silo, double Redis, double Postgres)
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Seconds until now.</summary>
    public static ProcessorTimes Now() => new(
        Environment.CpuUsage.TotalTime.TotalSeconds, ProcessorTime.OfServers("redis-server"), ProcessorTime.OfServers("postgres"));

    /// <summary>Seconds since.</summary>
    public ProcessorTimes Since(ProcessorTimes before) => new(Silo - before.Silo, Redis - before.Redis, Postgres - before.Postgres);

    /// <summary>Microseconds of one of so many.</summary>
    public ProcessorTimes Of(long events) => new(Each(Silo, events), Each(Redis, events), Each(Postgres, events));

    private static double Each(double seconds, long events) => seconds / events * MicrosecondsPerSecond;
}
