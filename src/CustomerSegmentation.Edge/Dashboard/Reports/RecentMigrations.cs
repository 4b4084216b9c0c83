using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>The end of the record, newest first, read once for all who watch.</summary>
internal sealed class RecentMigrations
{
    /// <summary>How many are kept.</summary>
    public const int Most = 1_000;

    private readonly ISegmentationEngine _engine;
    private readonly SharedCache<IReadOnlyList<RecordedMigration>> _newest;
    private IReadOnlyList<RecordedMigration> _kept = [];
    private long _through = -1;

    public RecentMigrations(ISegmentationEngine engine, TimeProvider time)
    {
        _engine = engine;
        _newest = new(ReadOnAsync, DashboardCache.Often, rest: 20, time);
    }

    /// <summary>The newest that there are.</summary>
    public Task<IReadOnlyList<RecordedMigration>> NewestAsync() => _newest.GetAsync();

    /// <summary>Reads what came since, or, if that is more than is kept, only the end of it. One at a time.</summary>
    private async Task<IReadOnlyList<RecordedMigration>> ReadOnAsync()
    {
        var record = _engine.Record;
        var end = record.End;
        var from = Math.Max(_through, end - Most);
        var kept = from == _through ? _kept : [];
        while (from < end)
        {
            var stretch = await record.AfterAsync(from, Most, replays: true);
            kept = [.. stretch.Migrations.Reverse(), .. kept];
            if (stretch.Through <= from)
            {
                break;
            }

            from = stretch.Through;
        }

        _through = from;
        return _kept = [.. kept.Take(Most)];
    }
}
