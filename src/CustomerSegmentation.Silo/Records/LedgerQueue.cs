using System.Diagnostics;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger;
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

    private readonly PendingBatches _batches = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly LedgerDatabase _ledger;
    private readonly ShardNotifier _shards;
    private readonly RecordEnd _end;
    private readonly SiloClock _clock;
    private readonly StorageHealth _watch;
    private readonly EngineMetrics _metrics;
    private readonly ILogger _log;
    private readonly Task _running;
    private LedgerWriter? _writer; // of the thread that commits
    private volatile bool _hasEnded;

    public LedgerQueue(
        LedgerDatabase ledger,
        ShardNotifier shards,
        RecordEnd end,
        SiloClock clock,
        StorageHealth watch,
        EngineMetrics metrics,
        IHostApplicationLifetime lifetime,
        ILogger<LedgerQueue> log)
    {
        (_ledger, _shards, _end, _clock, _watch, _metrics, _log) = (ledger, shards, end, clock, watch, metrics, log);
        _stopping = lifetime.ApplicationStopping.Register(GiveUpSoon);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether an error has ended it that it should not have met: nothing is recorded any more, and only a restart helps.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Puts on record what a customer has become, and tells their shard. Durable once the session's ticket is.</summary>
    /// <exception cref="InvalidOperationException">Something of this session was refused, or the silo has stopped.</exception>
    public void Put(CustomerSession session, CustomerChange change, SegmentStateUpdate update)
    {
        if (session.Refusal is { } reason)
        {
            throw new InvalidOperationException("What came before it was refused.", reason);
        }

        _batches.Add(session, change, update);
    }

    /// <summary>Complete once a batch is on record, and a shard knows its part.</summary>
    /// <param name="ticket">Number of the batch; 0 for none.</param>
    /// <param name="shard">Number of the shard.</param>
    public Task DurableAsync(long ticket, int shard) => ticket == 0 ? Task.CompletedTask : _batches.DurableAsync(ticket, shard);

    /// <summary>Puts anything else on record, after everything handed over before. It may run more than once.</summary>
    /// <returns>How far the record goes then.</returns>
    public Task<long> WriteAsync(Action<LedgerWriter> write) => _batches.Add(write);

    /// <summary>Overwrites what was erased wherever it may still be stored. False when a reader was in the way.</summary>
    public Task<bool> ScrubAsync() => _batches.AddAfterwards(static writer => writer.Scrub());

    /// <summary>Writes what was handed over, as long as the ledger takes it, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_batches.Close())
        {
            await _stopping.DisposeAsync();
            GiveUpSoon();
            await _running;
            _giveUp.Dispose();
            _batches.Dispose();
        }
    }

    /// <summary>A silo that stops waits for its customers, and they for what is not durable yet: not for ever, if storage is away.</summary>
    private void GiveUpSoon() => _giveUp.CancelAfter(ShutdownTimeout);

    private void Run()
    {
        CommitBatch? batch = null;
        try
        {
            while ((batch = _batches.Next()) is not null)
            {
                Commit(batch);
            }
        }
        catch (Exception e)
        {
            _hasEnded = true;
            _log.QueueEnded(e);
            _batches.Close();
            for (; batch is not null; batch = _batches.Next())
            {
                batch.Refuse(e);
                _batches.Ended(batch);
            }
        }
        finally
        {
            _writer?.Dispose();
        }
    }

    private void Commit(CommitBatch batch)
    {
        if (TryAll(batch) is { } failure)
        {
            if (batch.Count == 1 || _giveUp.IsCancellationRequested)
            {
                batch.Refuse(failure);
                _batches.Ended(batch);
                return;
            }

            batch.Apart(Try);
        }

        batch.Committed(_writer!, _end.Position);
        _metrics.Count([.. batch.Migrations]);
        _shards.Tell(batch, _batches.Ended);
    }

    private Exception? TryAll(CommitBatch batch)
    {
        using var activity = batch.StartActivity();
        return Try(batch.WriteTo);
    }

    /// <summary>Until it is on record; otherwise why it never will be.</summary>
    private Exception? Try(Action<LedgerWriter> write)
    {
        for (var pause = FirstPause; ; pause = pause < MaxPause ? 2 * pause : MaxPause)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                _writer ??= _ledger.OpenWriter();
                _writer.Commit(open =>
                {
                    write(open);
                    _clock.Keep(open);
                });
                _metrics.MeasureCommit(Stopwatch.GetElapsedTime(started));
                _watch.Answers(StorageKind.Ledger);
                _end.Reach(_writer.LastMigration);
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
}
