using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>What publishing a version would do, counted once for all who look. Counting looks at everybody.</summary>
internal sealed class Previews(ISegmentationEngine engine, ReportSources sources)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    /// <summary>The preview of a version, and the moment it is of; null while it is being counted for the first time.</summary>
    /// <param name="version">Which.</param>
    /// <param name="inForce">The model that it would replace: another one, another preview.</param>
    public Task<Snapshot<PublishPreview>?> FindAsync(int version, ModelRecord inForce) => sources.Customers.LookAsync(
        ("preview", version, inForce.Model.Version, inForce.PublishedAt),
        async () => Snapshot.Of(engine.Now, await engine.PreviewAsync(version)),
        Often);
}
