using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>The sample that is drawn of the customers, the same for all who look.</summary>
internal sealed class CustomerSamples(ISegmentationEngine engine, DashboardCache board, ReportSources sources)
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    /// <summary>The sample of now, or of a while ago; null while it is drawn for the first time. Another model, another sample.</summary>
    public async Task<CustomerSample?> FindAsync()
    {
        var sizes = await board.SegmentsAsync();
        return await sources.Customers.LookAsync(("sample", sizes.ModelVersion), () => CustomerSample.DrawAsync(engine, sizes), Often);
    }
}
