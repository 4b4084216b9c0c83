using System.Diagnostics;
using System.Threading.Channels;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// Puts on record what the shards of a silo hand over: one transaction for everything that has gathered (group commit), on
/// a thread of its own. While the ledger is away it tries the same again, so nothing is lost and nothing overtakes.
/// </summary>
internal sealed class LedgerQueue : IAsyncDisposable
{
    private const int MostAtOnce = 8_192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });
    private readonly CancellationTokenSource _giveUp = new();
    private readonly LedgerDatabase _ledger;
    private readonly RecordEnd _end;
    private readonly SiloClock _clock;
    private readonly StorageWatch _watch;
    private readonly EngineMetrics _metrics;
    private readonly ILogger _log;
    private readonly Task _running;

    public LedgerQueue(
        LedgerDatabase ledger, RecordEnd end, SiloClock clock, StorageWatch watch, EngineMetrics metrics, ILogger<LedgerQueue> log)
    {
        (_ledger, _end, _clock, _watch, _metrics, _log) = (ledger, end, clock, watch, metrics, log);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Puts something on record, after everything handed over before. It may run more than once.</summary>
    /// <returns>How far the record goes then.</returns>
    public Task<long> WriteAsync(Action<LedgerWriter> write)
    {
        var entry = new Entry(write);
        if (!_entries.Writer.TryWrite(entry))
        {
            entry.Done.TrySetException(new ObjectDisposedException(nameof(LedgerQueue), "The silo has stopped."));
        }

        return entry.Done.Task;
    }

    /// <summary>Writes what was handed over, as long as the ledger takes it, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_entries.Writer.TryComplete())
        {
            _giveUp.CancelAfter(TimeSpan.FromSeconds(10));
            await _running;
            _giveUp.Dispose();
        }
    }

    private void Run()
    {
        LedgerWriter? writer = null;
        var gathered = new List<Entry>();
        try
        {
            while (_entries.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (gathered.Count < MostAtOnce && _entries.Reader.TryRead(out var entry))
                {
                    gathered.Add(entry);
                }

                Commit(ref writer, gathered);
                gathered.Clear();
            }
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private void Commit(ref LedgerWriter? writer, List<Entry> entries)
    {
        for (var pause = FirstPause; ; pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                writer ??= _ledger.OpenWriter();
                writer.Commit(open =>
                {
                    entries.ForEach(entry => entry.Write(open));
                    _clock.Keep(open);
                });
                _watch.Answers(StorageKind.Ledger);
                _metrics.MeasureCommit(Stopwatch.GetElapsedTime(started));
                _end.Reach(writer.LastMigration);
                foreach (var entry in entries)
                {
                    entry.Done.TrySetResult(_end.Position);
                }

                return;
            }
            catch (Exception e) when (_ledger.IsAway(e) && !_giveUp.IsCancellationRequested)
            {
                _watch.Fails(StorageKind.Ledger, e);
                _giveUp.Token.WaitHandle.WaitOne(pause);
            }
            catch (Exception e)
            {
                Refuse(ref writer, entries, e);
                return;
            }
        }
    }

    /// <summary>One of them cannot be written, ever: the others are written without it.</summary>
    private void Refuse(ref LedgerWriter? writer, List<Entry> entries, Exception reason)
    {
        if (entries.Count == 1 || _giveUp.IsCancellationRequested)
        {
            _log.WriteRefused(reason);
            entries.ForEach(entry => entry.Done.TrySetException(reason));
            return;
        }

        foreach (var entry in entries)
        {
            Commit(ref writer, [entry]);
        }
    }

    private sealed record Entry(Action<LedgerWriter> Write)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
