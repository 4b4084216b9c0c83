using System.Diagnostics;
using System.Runtime.InteropServices;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// What has gathered for one transaction, in its order, and who waits for it: those who share a shard wait for one and the
/// same thing, that all of it is on record and that their shard knows.
/// </summary>
internal sealed class CommitBatch
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<int, ShardPart> _parts = [];
    private List<ActivityContext>? _callers; // who waits, as their traces tell

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>How much there is in it.</summary>
    public int Count => _entries.Count;

    /// <summary>What to tell which shard, once all is on record.</summary>
    public IReadOnlyCollection<ShardPart> Parts => _parts.Values;

    /// <summary>The migrations in it.</summary>
    public IReadOnlyList<Migration> Migrations => [.. _entries.SelectMany(entry => entry.Migrations ?? [])];

    /// <summary>Adds where a customer stands.</summary>
    public Task<long> Add(int shard, SegmentStateUpdate update, Migration[] migrations, (long At, long RecordedAt)? firstContact)
    {
        ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(_parts, shard, out _);
        part ??= new(shard);
        part.Notes.Add(update);
        EngineActivity.Follow(ref _callers);
        _entries.Add(new(update, shard, migrations, firstContact, Write: null, Done: null));
        return part.Told.Task;
    }

    /// <summary>Adds anything else.</summary>
    public Task<long> Add(Action<LedgerWriter> write)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        EngineActivity.Follow(ref _callers);
        _entries.Add(new(Update: null, Shard: 0, Migrations: null, FirstContact: null, write, done));
        return done.Task;
    }

    /// <summary>Its transaction, for whoever follows its callers; null while nobody does.</summary>
    public Activity? StartActivity() => EngineActivity.StartCommit(_callers, Count);

    /// <summary>Writes all of it, in its order. It may be called again if the transaction failed.</summary>
    public void WriteTo(LedgerWriter writer)
    {
        foreach (var entry in _entries)
        {
            entry.WriteTo(writer);
        }
    }

    /// <summary>All of it is on record; shards are still to be told.</summary>
    public void Committed(long end)
    {
        foreach (var entry in _entries)
        {
            entry.Done?.TrySetResult(end);
        }
    }

    /// <summary>Nothing of it will ever be on record.</summary>
    public void Refuse(Exception reason)
    {
        _entries.ForEach(entry => entry.Done?.TrySetException(reason));
        foreach (var part in _parts.Values)
        {
            part.Told.TrySetException(reason);
        }
    }

    /// <summary>Each of its entries as a batch of its own: one of them cannot be written, and the others can.</summary>
    public IEnumerable<(CommitBatch Alone, Action<Exception?> End)> Apart()
    {
        foreach (var entry in _entries)
        {
            var alone = new CommitBatch();
            alone._entries.Add(entry with { Done = null });
            yield return (alone, failure =>
            {
                if (failure is not null)
                {
                    entry.Done?.TrySetException(failure);
                    if (entry.Update is { } update)
                    {
                        // Whoever shares its shard asks again: theirs is on record by then.
                        _parts[entry.Shard].Notes.Remove(update);
                        _parts[entry.Shard].Refused = failure;
                    }
                }
            });
        }
    }

    private sealed record Entry(
        SegmentStateUpdate? Update,
        int Shard,
        Migration[]? Migrations,
        (long At, long RecordedAt)? FirstContact,
        Action<LedgerWriter>? Write,
        TaskCompletionSource<long>? Done)
    {
        public void WriteTo(LedgerWriter writer)
        {
            Write?.Invoke(writer);
            if (Update is null)
            {
                return;
            }

            writer.Save(Update.ToLedger(Shard));
            if (FirstContact is var (at, recordedAt))
            {
                writer.AddFirstContact(Update.CustomerId, new(at, TimeSpan.Zero), new(recordedAt, TimeSpan.Zero));
            }

            foreach (var migration in Migrations!)
            {
                writer.Append(migration);
            }
        }
    }
}

/// <summary>What a batch has for one shard.</summary>
internal sealed class ShardPart(int shard)
{
    /// <summary>The number of the shard.</summary>
    public int Shard => shard;

    /// <summary>Where its customers stand.</summary>
    public List<SegmentStateUpdate> Notes { get; } = [];

    /// <summary>
    /// Complete when it is on record and the shard knows; how far the record goes then. Customers wait in their own
    /// schedulers, so going on there costs the thread that completes it nothing.
    /// </summary>
    public TaskCompletionSource<long> Told { get; } = new();

    /// <summary>Why one of its customers could not be written; null for none.</summary>
    public Exception? Refused { get; set; }
}
