using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Postgres;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>
/// Joins the engine of this silo to the cluster's, and keeps it joined: follows which models there are, keeps the shards active, and follows
/// how far the record goes.
/// </summary>
internal sealed class SiloMaintenance(
    IGrainFactory grains,
    LedgerDatabase ledger,
    LedgerQueue queue,
    SiloModels models,
    SiloClock clock,
    RecordedWallClock wallClock,
    ShardMap shards,
    OrleansEngine engine,
    CustomerCalls calls,
    RecordEnd end,
    StorageHealth watch,
    EngineMetrics metrics,
    EngineOptions options,
    ClusterImport import,
    ErasureScrub scrub,
    IHostApplicationLifetime lifetime,
    ILogger<SiloMaintenance> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(2);
    private const int RoundsBetweenCalls = 10;

    private const string Probed = "probed"; // key of when storage was last tried for its own sake

    private SegmentsView? _sizes;
    private bool _readingFailed;
    private Task _probe = Task.CompletedTask;

    /// <summary>Why this silo cannot start on what it has found; null as long as nothing speaks against it.</summary>
    public StorageException? Refusal { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (engine.StartedAsync().IsCompleted)
        {
            await wallClock.KeepLastAsync().WaitAsync(LastWrite, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var observer = grains.CreateObjectReference<IModelObserver>(models);
        if (!await JoinAsync(observer, stoppingToken))
        {
            return;
        }

        metrics.Observe(
            () => calls.InFlight,
            () => models.Registry.Terms.Publication is { At.Ticks: > 0 } publication ? clock.Now - publication.At : TimeSpan.Zero,
            Sizes);
        var following = ledger is PostgresDatabase postgres ? postgres.WatchAsync(end.Reach, stoppingToken) : Task.CompletedTask;
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        for (var round = 1; await NextAsync(timer, stoppingToken); round++)
        {
            await LookAfterAsync(observer, all: round % RoundsBetweenCalls == 0);
        }

        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Until the silo knows all it needs; false if it stops before.</summary>
    private async Task<bool> JoinAsync(IModelObserver observer, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var model = grains.GetGrain<IModelGrain>(0);
                await model.SubscribeAsync(observer);
                RaiseClock(); // what is imported is kept with it
                await import.RunAsync(stopping);
                RaiseClock();
                if (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, stopping) is { Count: > 1 })
                {
                    clock.Wall.ResumeBesideOthers();
                }

                await model.OpenAsync(TermsMessage.Of(options));
                await models.RefreshAsync();
                if (ImportProgress.Read(ledger.Reader) is null or { Stage: ImportStage.Done }) // or whoever imports says what is history
                {
                    ReplayedRanges.Open(
                        ledger.Reader,
                        text => queue.WriteAsync(writer => writer.SetMeta(Markers.Replays, text)).GetAwaiter().GetResult(),
                        clock.IsEvent,
                        end.Position);
                }

                await grains.GetGrain<IRetrainingGrain>(0).StartAsync();
                var customers = await shards.AskAllAsync(shard => shard.WakeAsync(), stopping);
                engine.Start();
                await CatchUpAsync();
                watch.Answers(StorageKind.Shard);
                log.Ready(customers.Sum(count => (long)count), shards.Count, models.Registry.Terms.Model.Version);
                return true;
            }
            catch (StorageException) when (import.Refusal is not null)
            {
                lifetime.StopApplication();
                return false;
            }
            catch (Exception e) when (ledger is SqliteDatabase file && e.GetBaseException() is InvalidDataException damage)
            {
                Refusal = EngineFile.Corrupt(file.Path, damage.Message, damage);
                lifetime.StopApplication();
                return false;
            }
            catch (Exception e)
            {
                watch.Fails(StorageKind.Shard, e);
                await Task.Delay(Every, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }

    /// <summary>What a stop may have cut short. Reminders of a silo alone end with it: a review may have come due meanwhile.</summary>
    private async Task CatchUpAsync()
    {
        grains.GetGrain<IRetrainingGrain>(0).ReviewAsync().Ignore();
        if (scrub.IsOwed)
        {
            await scrub.RunAsync();
        }
    }

    private void RaiseClock()
    {
        if (ledger.Reader.Meta(Markers.Clock) is { } ticks)
        {
            clock.Raise(long.Parse(ticks, CultureInfo.InvariantCulture));
        }
    }

    private async Task LookAfterAsync(IModelObserver observer, bool all)
    {
        try
        {
            await models.LookAsync();
            if (_readingFailed)
            {
                _readingFailed = false; // that it can be read says nothing of writing, which answers for itself
                watch.Answers(StorageKind.Ledger);
            }

            Probe(all);
            wallClock.Check();
            if (all)
            {
                await grains.GetGrain<IModelGrain>(0).SubscribeAsync(observer);
                await shards.AskAllAsync(shard => shard.WakeAsync());
                _sizes = await engine.SegmentsAsync();
            }
        }
        catch (Exception e)
        {
            if (ledger.IsAway(e))
            {
                watch.Fails(StorageKind.Ledger, e); // an idle silo must notice it too
                _readingFailed = true;
            }

            log.MaintenanceFailed(e.GetType().Name);
        }
    }

    /// <summary>Writes something now and then where the file is: an idle silo must notice a dead disk too.</summary>
    private void Probe(bool isTime)
    {
        if (isTime && ledger.HasState && _probe.IsCompleted)
        {
            _probe = queue.WriteAsync(writer => writer.SetMeta(Probed, clock.WallNow.ToString("O", CultureInfo.InvariantCulture)));
            _probe.Ignore();
        }
    }

    private IEnumerable<KeyValuePair<string, long>> Sizes() => _sizes is { } view
        ? view.Segments.Select(size => KeyValuePair.Create(size.Segment.Id, size.Customers)).Append(KeyValuePair.Create("none", view.Lapsed))
        : [];

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
