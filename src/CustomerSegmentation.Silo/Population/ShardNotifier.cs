using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// Tells shards what has come on record, and then those who wait for it. Between silos a shard must answer before anybody goes on:
/// it may be on its way to another silo. In a silo alone it is enough that the message is on its way: whatever asks the shard
/// next comes behind it, and a shard that comes back reads what is on record.
/// </summary>
internal sealed class ShardNotifier(ShardMap shards, StorageHealth watch, SiloOptions options, ILogger<ShardNotifier> log)
{
    /// <summary>Tells all shards of a batch.</summary>
    /// <param name="batch">What is on record.</param>
    /// <param name="ended">Is called once all of them know.</param>
    public void Tell(CommitBatch batch, Action<CommitBatch> ended)
    {
        if (!options.IsAlone)
        {
            _ = TellAsync(batch, ended);
            return;
        }

        foreach (var part in batch.Parts)
        {
            Hear(part);
        }

        batch.ToldAll();

        // Those who wait go on beside the thread that commits, one after the other: handing each to a thread of its own costs more.
        ThreadPool.UnsafeQueueUserWorkItem(static told => told.Complete(), new Completion(batch, ended), preferLocal: false);
    }

    private void Hear(ShardPart part)
    {
        try
        {
            shards[part.Shard].HearAsync(part.ToTell()).Ignore();
        }
        catch (Exception e)
        {
            log.ShardNotTold(part.Shard, e.GetType().Name); // at its next start it reads what is on record
        }
    }

    private async Task TellAsync(CommitBatch batch, Action<CommitBatch> ended)
    {
        await Task.WhenAll(batch.Parts.Select(part => TellAsync(batch, part)));
        ended(batch);
    }

    private async Task TellAsync(CommitBatch batch, ShardPart part)
    {
        try
        {
            var notes = part.ToTell();
            await watch.RepeatAsync(StorageKind.Shard, () => shards[part.Shard].NoteAsync(notes));
            batch.Told(part.Shard);
            part.Complete();
        }
        catch (Exception e)
        {
            part.Told.TrySetException(e);
        }
    }

    private sealed record Completion(CommitBatch Batch, Action<CommitBatch> Ended)
    {
        public void Complete()
        {
            Ended(Batch);
            foreach (var part in Batch.Parts)
            {
                part.Complete();
            }
        }
    }
}
