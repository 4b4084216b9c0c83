using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>What all open pages of this host show, read once and cached for all of them.</summary>
internal sealed class DashboardCache
{
    /// <summary>How old sizes, and the end of the record, may always be.</summary>
    public static readonly TimeSpan Often = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan TrendOften = TimeSpan.FromSeconds(30); // steps are days, so it has time
    private static readonly TimeSpan TrendSpan = TimeSpan.FromDays(90);

    private readonly ISegmentationEngine _engine;
    private readonly CachedReports _record;
    private readonly SharedCache<SegmentsView> _segments;
    private readonly SharedCache<ModelRecord> _model;

    public DashboardCache(ISegmentationEngine engine, ReportSources sources, TimeProvider time)
    {
        (_engine, _record) = (engine, sources.Record);
        _segments = new(() => engine.SegmentsAsync(), Often, rest: 20, time);
        _model = new(ModelInForceAsync, Often, rest: 20, time);
    }

    /// <summary>Segments with their sizes.</summary>
    public Task<SegmentsView> SegmentsAsync() => _segments.GetAsync();

    /// <summary>The model in force.</summary>
    public Task<ModelRecord> ModelAsync() => _model.GetAsync();

    /// <summary>Who moved today, by segment; null while they are counted for the first time.</summary>
    public Task<DailyMovement?> DailyMovementAsync() => _record.LookAsync("movers", CountMovementAsync);

    /// <summary>Sizes of the segments over the last quarter; null while they are counted for the first time.</summary>
    public Task<Trend?> TrendAsync() => _record.LookAsync("trend", CountTrendAsync, TrendOften);

    private async Task<ModelRecord> ModelInForceAsync() =>
        (await _engine.ModelsAsync()).First(model => model.Status == ModelStatus.Published);

    private async Task<DailyMovement> CountMovementAsync()
    {
        // A day of the calendar in UTC, as reports count them; what happens on the first tick of it is of today too.
        var now = _engine.Now;
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var flows = now > midnight && midnight > DateTimeOffset.MinValue
            ? await _engine.ReportAsync(new FlowsReport(midnight.AddTicks(-1), now, Bucket.Month))
            : [];
        return DailyMovement.Of(midnight, now, flows);
    }

    private async Task<Trend> CountTrendAsync()
    {
        var now = _engine.Now;
        if (now - DateTimeOffset.MinValue < TrendSpan)
        {
            return new(now, []);
        }

        return new(now, await _engine.ReportAsync(new SeriesReport(now - TrendSpan, now, Bucket.Day)));
    }
}

/// <summary>Sizes of segments by day.</summary>
/// <param name="AsOf">The moment it was counted for.</param>
/// <param name="Points">By day and segment.</param>
internal sealed record Trend(DateTimeOffset AsOf, IReadOnlyList<SeriesPoint> Points);
