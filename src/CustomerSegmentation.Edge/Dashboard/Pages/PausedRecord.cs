using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Caching.Memory;

namespace CustomerSegmentation.Edge.Dashboard.Pages;

/// <summary>The end of the record as it was at a position, for pages that were paused there; read once for all of them.</summary>
internal sealed class PausedRecord(ISegmentationEngine engine) : IDisposable
{
    private const int Positions = 32;

    /// <summary>What is on record at a position never changes, but whoever is erased goes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _ends = new(new MemoryCacheOptions { SizeLimit = Positions });

    /// <summary>Up to a position, newest first, as many as of the record's end now.</summary>
    public async Task<IReadOnlyList<RecordedMigration>> NewestAsync(long position, CancellationToken cancellation)
    {
        if (_ends.TryGetValue(position, out IReadOnlyList<RecordedMigration>? known))
        {
            return known!;
        }

        var stretch = await engine.Record.AfterAsync(Math.Max(0, position - RecentMigrations.Most), RecentMigrations.Most, replays: true, cancellation);
        RecordedMigration[] newest = [.. stretch.Migrations.Where(one => one.Position <= position).Reverse()];
        return _ends.Set(position, newest, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
    }

    public void Dispose() => _ends.Dispose();
}
