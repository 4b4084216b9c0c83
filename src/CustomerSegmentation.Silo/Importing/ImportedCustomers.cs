using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Importing;

/// <summary>The customers of an export: each becomes a grain, durably, and leaves memory again.</summary>
internal sealed class ImportedCustomers(CustomerReferences customers, SiloClock clock, StorageHealth watch, ILogger<ImportedCustomers> log)
{
    private const int AtOnce = 256; // enough to fill transactions of every silo

    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    /// <summary>Complete once everybody is in storage and on record.</summary>
    /// <exception cref="StorageException">Somebody is there already, and not from this export.</exception>
    public async Task BringAsync(ExportFile file, CancellationToken cancellation)
    {
        var done = 0L;
        var reported = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(file.Customers(), options, async (packed, cancelled) =>
        {
            await RestoreAsync(packed).WaitAsync(cancelled);
            var count = Interlocked.Increment(ref done);
            var last = Volatile.Read(ref reported);
            if (Stopwatch.GetElapsedTime(last) >= BetweenReports
                && Interlocked.CompareExchange(ref reported, Stopwatch.GetTimestamp(), last) == last)
            {
                log.Importing(count, file.Counts.Customers);
            }
        });
    }

    private async Task RestoreAsync(byte[] packed)
    {
        var id = new PackedReader(packed).Text();
        var now = clock.Now.UtcTicks;
        if (!await watch.RepeatAsync(StorageKind.State, () => customers[id].RestoreAsync(packed, now)))
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The cluster knows customer '{id}' by other events than the export: it took some while the import began, or its Redis "
                + "holds state of another ledger. Import into another database and under another Cluster.");
        }
    }
}
