using System.Globalization;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Records;

namespace CustomerSegmentation.Silo.Importing;

/// <summary>The part of an export that goes into the ledger, in the order of <see cref="ImportStage"/>.</summary>
internal sealed class ImportedRecord(LedgerQueue queue, SiloClock clock, RecordEnd end)
{
    private const int RowBatchSize = 5_000;

    /// <summary>No silo that reads this takes events.</summary>
    public Task CloseAsync(ExportFile file) => queue.WriteAsync(new ImportProgress(file.Id, ImportStage.Closing).Write);

    /// <summary>They may again.</summary>
    public Task OpenAsync() => queue.WriteAsync(ImportProgress.Remove);

    /// <summary>Puts models, names, settings and subscriptions on record, all or nothing.</summary>
    public Task BeginAsync(ExportFile file)
    {
        if (file.Setting(Markers.Clock) is { } newest)
        {
            clock.Raise(long.Parse(newest, CultureInfo.InvariantCulture)); // before it is stored with everything else
        }

        // What comes on record from here on is history, until all of it is there: nobody passes it on as news.
        return queue.WriteAsync(writer =>
        {
            file.SaveRegistry(writer);
            writer.SetMeta(SiloModels.WindowSinceKey, $"{WindowSince(file)}");
            writer.SetMeta(Markers.Replays, $"{ReplayedRanges.Whole(through: null)}");
            new ImportProgress(file.Id, ImportStage.Record).Write(writer);
        });
    }

    /// <summary>Puts the migrations on record, those that are not; whoever passes them on begins behind them.</summary>
    public async Task BringAsync(ExportFile file, CancellationToken cancellation)
    {
        foreach (var some in file.FirstContacts().Chunk(RowBatchSize))
        {
            await queue.WriteAsync(writer =>
            {
                foreach (var contact in some)
                {
                    writer.AddFirstContact(contact.CustomerId, contact.Since, contact.RecordedAt);
                }
            }).WaitAsync(cancellation);
        }

        foreach (var some in file.Migrations().Chunk(RowBatchSize))
        {
            await queue.WriteAsync(writer =>
            {
                foreach (var migration in some)
                {
                    writer.Append(migration);
                }
            }).WaitAsync(cancellation);
        }

        await queue.WriteAsync(writer =>
        {
            foreach (var subscription in file.Subscriptions)
            {
                writer.SaveBookmark(subscription, end.Position);
            }

            writer.SetMeta(Markers.Replays, $"{ReplayedRanges.Whole(clock.IsEvent ? null : end.Position)}");
            new ImportProgress(file.Id, ImportStage.Customers).Write(writer);
        });
    }

    /// <summary>All is here.</summary>
    public Task EndAsync(ExportFile file) => queue.WriteAsync(new ImportProgress(file.Id, ImportStage.Done).Write);

    /// <summary>
    /// Since which publication the window can only have been what it is: another one comes as a publication of the version
    /// in force. Shards ask whoever was assessed before, instead of reckoning themselves.
    /// </summary>
    private static int WindowSince(ExportFile file) => file.Publications
        .Zip(file.Publications.Skip(1))
        .Where(pair => pair.First.Version == pair.Second.Version)
        .Select(pair => pair.Second.Ordinal)
        .LastOrDefault();
}
