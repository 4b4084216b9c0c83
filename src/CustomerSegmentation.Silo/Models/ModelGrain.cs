using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.Silo.Models;

/// <summary>
/// Changes the models, one change at a time: in the ledger first, then in the memory of every silo, then for everyone.
/// </summary>
// One, which waits for the ledger and for shards and holds nothing large: it is as well where it is asked for first. It has changes
// under way in memory, so it stays there.
[Reentrant, PreferLocalPlacement, Immovable]
internal sealed class ModelGrain(
    LedgerDatabase ledger,
    LedgerQueue queue,
    SiloModels models,
    ShardMap shards,
    SiloClock clock,
    EngineOptions options,
    StorageHealth watch,
    ILogger<ModelGrain> log) : Grain, IModelGrain, IDisposable
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private readonly Dictionary<IModelObserver, long> _observers = [];
    private long _changes;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => models.RefreshAsync();

    public async Task OpenAsync(TermsMessage terms)
    {
        // Whoever asks for what holds already need not wait for a publication that is under way.
        var asked = terms.In(options);
        var reader = ledger.Reader;
        if (reader.Registry(asked) is { } registry && RecordedTerms.Are(reader, asked))
        {
            registry.UnderTerms(asked, termsAreThoseOnRecord: true, clock.Now, out var changed, out var rulesChanged);
            if (!changed && !rulesChanged)
            {
                return;
            }
        }

        await OneAtATimeAsync(() => OpenAsync(asked));
    }

    public Task ReloadAsync() => OneAtATimeAsync(async () =>
    {
        await ChangeAsync(static _ => { });
        return true;
    });

    public Task SubscribeAsync(IModelObserver observer)
    {
        _observers[observer] = Stopwatch.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task<bool> ProposeAsync(string candidate) => OneAtATimeAsync(async () =>
    {
        var record = ModelText.Parse(candidate);
        if (models.Registry.Versions.ContainsKey(record.Model.Version))
        {
            return false;
        }

        var fresh = models.Registry.NewIn(record).ToList();
        await ChangeAsync(writer =>
        {
            writer.Save(record);
            fresh.ForEach(writer.Save);
        });
        return true;
    });

    public Task<bool> PublishAsync(int version, long? at) => OneAtATimeAsync(async () =>
    {
        var started = Stopwatch.GetTimestamp();
        var from = at is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : clock.Now;
        if (!models.Registry.Versions.ContainsKey(version))
        {
            return false;
        }

        // Under the old model time passes for everyone until the publication; from then on the new one answers.
        await shards.AskAllAsync(shard => shard.SweepAsync(from.UtcTicks));
        do
        {
            // A silo that was declared dead may have published in between: what is on record stays valid, and this comes next.
            var publication = models.Registry.PublicationOf(version, from)!;
            await ChangeAsync(writer => writer.Save(publication));
        }
        while (models.Registry.Terms.Publication.Model.Version != version);

        var moved = await AdoptAsync();
        log.Published(version, moved, Stopwatch.GetElapsedTime(started));
        if (models.LastFit?.ApprovedBy(version) is { } approved)
        {
            await ChangeAsync(writer => writer.Save(approved));
        }

        return true;
    });

    public Task<bool> EditAsync(string segment, string? name, string? description, string? action) => OneAtATimeAsync(async () =>
    {
        if (!models.Registry.Directory.TryGetValue(segment, out var known))
        {
            return false;
        }

        var edited = new SegmentEdit(name, description, action).Of(known);
        await ChangeAsync(writer => writer.Save(edited));
        return true;
    });

    public Task NoteAsync(FitMessage fit) => ChangeAsync(writer => writer.Save(fit.ToLastFit()));

    public void Dispose() => _oneChange.Dispose();

    private async Task<bool> OpenAsync(EngineOptions asked)
    {
        if (ledger.Reader.Registry(asked) is not { } onRecord)
        {
            await ChangeAsync(writer =>
            {
                writer.Save(ModelRegistry.Of(asked));
                RecordedTerms.Write(writer, asked);
            });
            return true;
        }

        var sameTerms = RecordedTerms.Are(ledger.Reader, asked);
        var registry = onRecord.UnderTerms(asked, sameTerms, clock.Now, out var changed, out var rulesChanged);
        if (!changed && !rulesChanged)
        {
            return false;
        }

        var windowChanged = RecordedTerms.Of(ledger.Reader, options).Window != asked.Window;
        await ChangeAsync(writer =>
        {
            writer.Save(registry.Versions[SegmentModel.RuleModelVersion]);
            writer.Save(registry.Terms.Publication);
            RecordedTerms.Write(writer, asked);
            if (windowChanged)
            {
                writer.SetMeta(SiloModels.WindowSinceKey, $"{registry.Terms.Publication.Ordinal}");
            }
        });
        if (changed)
        {
            log.TermsChanged();
            await AdoptAsync();
        }

        return true;
    }

    private async Task<bool> OneAtATimeAsync(Func<Task<bool>> change)
    {
        await _oneChange.WaitAsync();
        try
        {
            return await change();
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <summary>Changes the ledger, then what every silo knows of it.</summary>
    private async Task ChangeAsync(Action<LedgerWriter> change)
    {
        var mark = $"{GrainContext.ActivationId}-{++_changes}";
        await queue.WriteAsync(writer =>
        {
            change(writer);
            writer.SetMeta(SiloModels.ChangedKey, mark);
        });
        await watch.RepeatAsync(StorageKind.Ledger, models.RefreshAsync); // it is on record: what follows from it must follow
        foreach (var (observer, seen) in _observers.ToList())
        {
            if (Stopwatch.GetElapsedTime(seen) > Forgotten)
            {
                _observers.Remove(observer);
            }
        }

        await Task.WhenAll(_observers.Keys.Select(TellAsync));
    }

    /// <summary>A silo that does not answer learns of it by itself: it looks every second, and calls bring the news.</summary>
    private async Task TellAsync(IModelObserver observer)
    {
        try
        {
            await observer.ChangedAsync();
        }
        catch (Exception)
        {
            _observers.Remove(observer);
        }
    }

    private async Task<long> AdoptAsync()
    {
        var publication = models.Registry.Terms.Publication.Ordinal;
        return (await shards.AskAllAsync(shard => shard.AdoptAsync(publication))).Sum(receipt => receipt.Moved);
    }
}
