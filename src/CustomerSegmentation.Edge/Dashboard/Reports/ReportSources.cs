namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>The caches of slow reports: one for those over customers, one for those over the record. Each computes one report at a time.</summary>
internal sealed class ReportSources(TimeProvider time)
{
    /// <summary>Everybody as of now, looked at one by one.</summary>
    public CachedReports Customers { get; } = new(time);

    /// <summary>The migrations on record, from end to end.</summary>
    public CachedReports Record { get; } = new(time);
}
