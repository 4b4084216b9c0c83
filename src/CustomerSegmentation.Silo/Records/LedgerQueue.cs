using System.Diagnostics;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// Puts on record what the customers of a silo hand over: one transaction for everything that has gathered (group commit),
/// on a thread of its own. While the ledger is away it tries the same again, so nothing is lost and nothing overtakes.
/// Shards are told afterwards: what a shard knows is on record.
/// </summary>
internal sealed class LedgerQueue : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gathering = new();
    private readonly SemaphoreSlim _gathered = new(0);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly LedgerDatabase _ledger;
    private readonly ShardMap _shards;
    private readonly RecordEnd _end;
    private readonly SiloClock _clock;
    private readonly StorageHealth _watch;
    private readonly EngineMetrics _metrics;
    private readonly ILogger _log;
    private readonly Task _running;
    private CommitBatch _open = new();
    private bool _closed;

    public LedgerQueue(
        LedgerDatabase ledger,
        ShardMap shards,
        RecordEnd end,
        SiloClock clock,
        StorageHealth watch,
        EngineMetrics metrics,
        ILogger<LedgerQueue> log)
    {
        (_ledger, _shards, _end, _clock, _watch, _metrics, _log) = (ledger, shards, end, clock, watch, metrics, log);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Puts a customer on record, and tells their shard.</summary>
    /// <param name="update">Where they stand.</param>
    /// <param name="migrations">What brought them there; what is on record already is left out.</param>
    /// <param name="firstContact">When they were first heard of and when that was known, of who was in no segment then.</param>
    /// <returns>How far the record goes then.</returns>
    public Task<long> PutAsync(SegmentStateUpdate update, Migration[] migrations, (long At, long RecordedAt)? firstContact)
    {
        var shard = _shards.NumberOf(update.CustomerId);
        lock (_gathering)
        {
            return _closed ? Stopped() : Begun(_open.Add(shard, update, migrations, firstContact));
        }
    }

    /// <summary>Puts anything else on record, after everything handed over before. It may run more than once.</summary>
    /// <returns>How far the record goes then.</returns>
    public Task<long> WriteAsync(Action<LedgerWriter> write)
    {
        lock (_gathering)
        {
            return _closed ? Stopped() : Begun(_open.Add(write));
        }
    }

    /// <summary>Writes what was handed over, as long as the ledger takes it, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gathering)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _giveUp.CancelAfter(ShutdownTimeout);
        _gathered.Release();
        await _running;
        _giveUp.Dispose();
        _gathered.Dispose();
    }

    private static Task<long> Stopped() =>
        Task.FromException<long>(new ObjectDisposedException(nameof(LedgerQueue), "The silo has stopped."));

    /// <summary>The first that comes into a batch wakes the thread that commits it.</summary>
    private Task<long> Begun(Task<long> done)
    {
        if (_open.Count == 1)
        {
            _gathered.Release();
        }

        return done;
    }

    private void Run()
    {
        LedgerWriter? writer = null;
        try
        {
            while (true)
            {
                _gathered.Wait();
                CommitBatch batch;
                lock (_gathering)
                {
                    (batch, _open) = (_open, new());
                }

                if (!batch.IsEmpty)
                {
                    Commit(ref writer, batch);
                }
                else if (_closed)
                {
                    return;
                }
            }
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private void Commit(ref LedgerWriter? writer, CommitBatch batch)
    {
        if (Try(ref writer, batch) is not { } failure)
        {
            batch.Committed(_end.Position);
        }
        else if (batch.Count == 1 || _giveUp.IsCancellationRequested)
        {
            batch.Refuse(failure);
            return;
        }
        else
        {
            foreach (var (alone, end) in batch.Apart())
            {
                end(Try(ref writer, alone));
            }

            batch.Committed(_end.Position);
        }

        _metrics.Count(batch.Migrations);
        foreach (var part in batch.Parts)
        {
            _ = TellAsync(part);
        }
    }

    /// <summary>Until it is on record; otherwise why it never will be.</summary>
    private Exception? Try(ref LedgerWriter? writer, CommitBatch batch)
    {
        for (var pause = FirstPause; ; pause = pause < MaxPause ? 2 * pause : MaxPause)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                using var activity = batch.StartActivity();
                writer ??= _ledger.OpenWriter();
                writer.Commit(open =>
                {
                    batch.WriteTo(open);
                    _clock.Keep(open);
                });
                _metrics.MeasureCommit(Stopwatch.GetElapsedTime(started));
                _watch.Answers(StorageKind.Ledger);
                _end.Reach(writer.LastMigration);
                return null;
            }
            catch (Exception e) when (_ledger.IsAway(e) && !_giveUp.IsCancellationRequested)
            {
                _watch.Fails(StorageKind.Ledger, e);
                _giveUp.Token.WaitHandle.WaitOne(pause);
            }
            catch (Exception e)
            {
                _log.WriteRefused(e);
                return e;
            }
        }
    }

    private async Task TellAsync(ShardPart part)
    {
        try
        {
            SegmentStateUpdate[] notes = [.. part.Notes];
            await _watch.RepeatAsync(StorageKind.Shard, () => _shards[part.Shard].NoteAsync(notes));
            if (part.Refused is { } reason)
            {
                part.Told.TrySetException(reason);
            }
            else
            {
                part.Told.TrySetResult(_end.Position);
            }
        }
        catch (Exception e)
        {
            part.Told.TrySetException(e);
        }
    }
}
