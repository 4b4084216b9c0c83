using System.Diagnostics;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Importing;

/// <summary>
/// Brings an export into the cluster, or waits until another silo has. Whoever is interrupted begins again: what is there
/// already stays as it is.
/// </summary>
internal sealed class ClusterImport(
    ImportRequest request,
    LedgerDatabase ledger,
    ImportedRecord record,
    ImportedCustomers customers,
    SiloModels models,
    IGrainFactory grains,
    ILogger<ClusterImport> log)
{
    private const string Lease = "import";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Why the cluster cannot take the export; null as long as nothing speaks against it.</summary>
    public StorageException? Refusal { get; private set; }

    /// <summary>Complete once the ledger has all that it is to begin with. Models must be told to this silo by then.</summary>
    /// <exception cref="StorageException">The cluster cannot take the export, and never will.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (request.File is not { } file)
        {
            await OthersAsync(stopping);
            return;
        }

        // Several silos may have been given the file; the others find it done.
        await using var lease = await ledger.LeaseAsync(Lease, stopping);
        using var ours = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Lost);
        try
        {
            await BringAsync(file, ours.Token);
        }
        catch (StorageException refusal)
        {
            Refusal = refusal;
            throw;
        }
    }

    private async Task BringAsync(ExportFile file, CancellationToken cancellation)
    {
        var mark = ImportProgress.Read(ledger.Reader);
        if (mark == new ImportProgress(file.Id, ImportStage.Done))
        {
            log.ImportedBefore();
            return;
        }

        if (mark is { IsUnderWay: true } && mark.File != file.Id)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                "The import of another file into this ledger was interrupted: import that one again, or use another database.");
        }

        var started = Stopwatch.GetTimestamp();
        log.ImportBegins(file.Counts.Customers, file.Counts.Migrations, mark is { IsUnderWay: true } ? "again" : "for the first time");
        if (mark is null or { Stage: ImportStage.Closing or ImportStage.Done })
        {
            await BeginAsync(file);
        }

        if (mark is not { Stage: ImportStage.Customers })
        {
            await record.BringAsync(file, cancellation);
        }

        await customers.BringAsync(file, cancellation);

        // Whoever reviews models began without them, and begins anew with what is on record now.
        await grains.GetGrain<IRetrainingGrain>(0).ReviewAsync();
        await record.EndAsync(file);
        await ReloadAsync();
        log.Imported(file.Counts.Customers, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>
    /// Stops every silo from accepting events, and records what customers depend on. It is looked twice whether the ledger is
    /// empty: before, so that a cluster at work is left alone, and behind shut doors.
    /// </summary>
    private async Task BeginAsync(ExportFile file)
    {
        ThrowUnlessEmpty();
        await record.CloseAsync(file);
        await ReloadAsync();
        try
        {
            ThrowUnlessEmpty();
        }
        catch (StorageException)
        {
            await record.OpenAsync();
            await ReloadAsync();
            throw;
        }

        await record.BeginAsync(file);
        await ReloadAsync();
    }

    private void ThrowUnlessEmpty()
    {
        if (ledger.Shards.Count() > 0 || ledger.Reader.Models().Count > 1 || ledger.Reader.Publications().Count > 1)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                "An export goes into an empty ledger only, and this one has customers or models of its own: use another "
                + "database and another Cluster, or start without --Import.");
        }
    }

    /// <summary>Every silo hears of what came into the ledger.</summary>
    private async Task ReloadAsync()
    {
        await grains.GetGrain<IModelGrain>(0).ReloadAsync();
        await models.RefreshAsync();
    }

    /// <summary>Until no other silo imports. One that was interrupted must be started again: half a shop is worse than none.</summary>
    private async Task OthersAsync(CancellationToken stopping)
    {
        for (var told = false; ImportProgress.Read(ledger.Reader) is { IsUnderWay: true }; told = true)
        {
            if (!told)
            {
                log.ImportAwaited();
            }

            await Task.Delay(Pause, TimeProvider.System, stopping);
        }
    }
}
