using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>What all open pages of this host look at, read once for all of them.</summary>
internal sealed class Board
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TrendSpan = TimeSpan.FromDays(90);

    private readonly ISegmentationEngine _engine;
    private readonly Shared<SegmentsView> _segments;
    private readonly Shared<Trend> _trend;
    private readonly Shared<Movers> _movers;
    private readonly Shared<ModelRecord> _model;

    public Board(ISegmentationEngine engine, TimeProvider time)
    {
        _engine = engine;
        _segments = new(() => engine.SegmentsAsync(), Often, rest: 20, time);
        _model = new(ModelInForceAsync, Often, rest: 20, time);
        _movers = new(MoversAsync, Often, rest: 50, time);
        _trend = new(TrendAsync, TimeSpan.FromSeconds(30), rest: 100, time); // reads the whole record; steps are days, so it has time
    }

    /// <summary>Segments with their sizes.</summary>
    public Task<SegmentsView> SegmentsAsync() => _segments.GetAsync();

    /// <summary>The model in force.</summary>
    public Task<ModelRecord> ModelAsync() => _model.GetAsync();

    /// <summary>Who moved today, by segment.</summary>
    public Task<Movers> MoversAsOfTodayAsync() => _movers.GetAsync();

    /// <summary>Sizes of the segments over the last quarter.</summary>
    public Task<Trend> SizesAsync() => _trend.GetAsync();

    private async Task<ModelRecord> ModelInForceAsync() =>
        (await _engine.ModelsAsync()).First(model => model.Status == ModelStatus.Published);

    private async Task<Movers> MoversAsync()
    {
        // A day of the calendar in UTC, as reports count them; what happens on the first tick of it is of today too.
        var now = _engine.Now;
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var flows = now > midnight && midnight > DateTimeOffset.MinValue
            ? await _engine.ReportAsync(new FlowsReport(midnight.AddTicks(-1), now, Bucket.Month))
            : [];
        return Movers.Of(midnight, now, flows);
    }

    private async Task<Trend> TrendAsync()
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
