using System.Diagnostics;
using System.Runtime.InteropServices;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// What has gathered for one transaction, in its order, and who waits for it: until all of it is on record and those shards
/// know that have a part in it.
/// </summary>
/// <param name="number">Which batch it is; the ticket of whoever waits for it.</param>
internal sealed class CommitBatch(long number)
{
    private readonly List<BatchEntry> _entries = [];
    private readonly Dictionary<int, ShardPart> _parts = [];
    private List<(Func<LedgerWriter, bool> Work, TaskCompletionSource<bool> Done)>? _afterwards;
    private List<ActivityContext>? _callers; // who waits, as their traces tell

    /// <summary>Which.</summary>
    public long Number => number;

    /// <summary>How much there is in it.</summary>
    public int Count => _entries.Count + (_afterwards?.Count ?? 0);

    /// <summary>What to tell which shard, once all is on record.</summary>
    public IReadOnlyCollection<ShardPart> Parts => _parts.Values;

    /// <summary>The migrations in it.</summary>
    public IEnumerable<Migration> Migrations => _entries.SelectMany(entry => entry.Change?.Migrations ?? []);

    /// <summary>Whether some of it was refused: then whoever waits for any of it asks again.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Complete when it is on record and the shard knows.</summary>
    public Task DurableIn(int shard) => _parts[shard].Told.Task;

    /// <summary>Adds what a customer has become, or what they have become since it was added here before.</summary>
    public void Add(CustomerSession session, CustomerChange change, SegmentStateUpdate update)
    {
        EngineActivity.Follow(ref _callers);
        ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(_parts, session.Shard, out _);
        part ??= new(session.Shard);
        if (session.LastEntry is { } entry && entry.Batch == number)
        {
            entry.Replace(change);
            update.Cover(part.Notes[entry.Place]);
            part.Notes[entry.Place] = update;
            return;
        }

        session.LastEntry = new(number) { Session = session, Change = change, Place = part.Notes.Count };
        part.Notes.Add(update);
        _entries.Add(session.LastEntry);
    }

    /// <summary>Adds anything else.</summary>
    public Task<long> Add(Action<LedgerWriter> write)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        EngineActivity.Follow(ref _callers);
        _entries.Add(new(number) { Write = write, Done = done });
        return done.Task;
    }

    /// <summary>Adds what is to be done on the writer once all of this is on record.</summary>
    public Task<bool> AddAfterwards(Func<LedgerWriter, bool> work)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_afterwards ??= []).Add((work, done));
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

    /// <summary>All of it that was not refused is on record; shards are still to be told.</summary>
    public void Committed(LedgerWriter writer, long end)
    {
        foreach (var entry in _entries)
        {
            entry.Done?.TrySetResult(end);
        }

        foreach (var (work, done) in _afterwards ?? [])
        {
            try
            {
                done.TrySetResult(work(writer));
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        }
    }

    /// <summary>Nothing of it will ever be on record.</summary>
    public void Refuse(Exception reason)
    {
        IsRefused = true;
        _entries.ForEach(entry => entry.Refuse(reason));
        _afterwards?.ForEach(work => work.Done.TrySetException(reason));
        foreach (var part in _parts.Values)
        {
            part.Told.TrySetException(reason);
        }
    }

    /// <summary>Tries each of its entries by itself: some of them cannot be written, and the others can.</summary>
    /// <param name="attempt">Commits an entry; null when it is on record, otherwise why it never will be.</param>
    public void Apart(Func<Action<LedgerWriter>, Exception?> attempt)
    {
        foreach (var entry in _entries)
        {
            if (entry.Refused is null && attempt(entry.WriteTo) is { } failure)
            {
                IsRefused = true;
                entry.Refuse(failure);
                if (entry.Session is { } session)
                {
                    _parts[session.Shard].Notes[entry.Place] = null;
                    _parts[session.Shard].Refused = failure;
                }
            }
        }
    }

    /// <summary>What is on record of a shard is durable, and known there.</summary>
    public void Told(int shard)
    {
        foreach (var entry in _entries)
        {
            if (entry.Session is { } session && session.Shard == shard && entry.Refused is null)
            {
                session.Durable(entry);
            }
        }
    }

    /// <summary>The same of all shards.</summary>
    public void ToldAll()
    {
        foreach (var entry in _entries)
        {
            if (entry.Session is { } session && entry.Refused is null)
            {
                session.Durable(entry);
            }
        }
    }
}
