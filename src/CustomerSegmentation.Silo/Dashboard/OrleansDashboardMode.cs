namespace CustomerSegmentation.Silo.Dashboard;

/// <summary>What there is of the Orleans Dashboard.</summary>
internal enum OrleansDashboardMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>The pages, and what Orleans counts anyway: it costs nothing while nobody looks.</summary>
    Mounted,

    /// <summary>Calls and runtime counters are measured too: every call of a grain passes a filter then.</summary>
    Profiling,
}
