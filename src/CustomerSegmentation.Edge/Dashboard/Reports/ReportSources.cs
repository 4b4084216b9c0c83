namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>What long readings are taken of. Of each of them one is taken at a time.</summary>
internal sealed class ReportSources(TimeProvider time)
{
    /// <summary>Everybody as of now, looked at one by one.</summary>
    public CachedReports Customers { get; } = new(time);

    /// <summary>The migrations on record, from end to end.</summary>
    public CachedReports Record { get; } = new(time);
}
