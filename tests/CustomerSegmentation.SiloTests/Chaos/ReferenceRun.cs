using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>An embedded engine to which nothing ever happened: what a cluster must equal that was told the same.</summary>
internal sealed class ReferenceRun : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-");
    private readonly EmbeddedEngine _engine;

    private ReferenceRun(DateTimeOffset now) => _engine = EmbeddedEngine.Start(
        new(), new() { Data = _folder.FullName }, new ManualTime(now), NullLogger.Instance);

    /// <summary>The engine.</summary>
    public ISegmentationEngine Engine => _engine;

    /// <summary>An engine that knows all of a shop, at a moment.</summary>
    public static async Task<ReferenceRun> OfAsync(Shop shop, DateTimeOffset now)
    {
        var undisturbed = new ReferenceRun(now);
        foreach (var lot in SiloCluster.Lots(shop.History))
        {
            await undisturbed._engine.RecordAsync(lot);
        }

        await undisturbed._engine.SweptAsync();
        await undisturbed._engine.RecordAsync(shop.Happened);
        await undisturbed._engine.SweptAsync();
        return undisturbed;
    }

    /// <summary>Every migration, by customer.</summary>
    public async Task<ILookup<string, Migration>> MigrationsAsync()
    {
        var all = new List<Migration>();
        var query = new MigrationQuery(Limit: 10_000);
        for (Page<Migration> page; ; query = query with { Cursor = page.Next })
        {
            page = await _engine.MigrationsAsync(query);
            all.AddRange(page.Items);
            if (page.Next is null)
            {
                return all.ToLookup(migration => migration.CustomerId);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
