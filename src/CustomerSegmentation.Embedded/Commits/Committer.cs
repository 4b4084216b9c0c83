using System.Diagnostics;
using System.Threading.Channels;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Embedded.Commits;

/// <summary>
/// Makes durable what the lanes hand over: one transaction for everything that has gathered (group commit), on a
/// thread of its own. While storage fails it tries the same transaction again, so nothing is lost and nothing
/// overtakes. The queue needs no bound of its own: the engine lets in a bounded number of events, and sweeps and
/// checkpoints wait until their last step is durable.
/// </summary>
internal sealed class Committer : IAsyncDisposable
{
    private const int MaxBytes = 16 << 20; // about, in one transaction

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly Channel<CommitUnit> _units =
        Channel.CreateUnbounded<CommitUnit>(new() { SingleReader = true });

    private readonly CancellationTokenSource _giveUp = new();
    private readonly EngineFile _file;
    private readonly RecordEnd _record;
    private readonly EngineMetrics _metrics;
    private readonly ILogger _log;
    private readonly RecordChain _chain;
    private readonly Task _running;
    private volatile StorageProblem? _problem;
    private volatile bool _hasEnded;

    public Committer(EngineFile file, RecordEnd record, EngineMetrics metrics, ILogger log)
    {
        _file = file;
        _record = record;
        _metrics = metrics;
        _log = log;
        _chain = new(file.Writer);
        _running = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Why nothing can be made durable at the moment; null while all is well.</summary>
    public StorageProblem? Problem => _problem;

    /// <summary>Whether an error has ended it that it should not have met: only a restart helps.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Journal bytes written since the journal was last cut.</summary>
    public long JournalBytes { get; private set; }

    /// <summary>How many transactions became durable.</summary>
    public long Commits { get; private set; }

    /// <summary>Hands over a unit. Units of one lane become durable in the order they were handed over.</summary>
    public void Post(CommitUnit unit)
    {
        if (!_units.Writer.TryWrite(unit))
        {
            unit.Complete(new ObjectDisposedException(nameof(Committer), "The engine has stopped."));
        }
    }

    /// <summary>
    /// Makes <paramref name="write"/> durable after everything handed over before. It may run more than once, until
    /// storage takes it; <paramref name="whenDurable"/> runs once after that.
    /// </summary>
    public Task WriteAsync(Action<SqliteWriter> write, Action? whenDurable = null)
    {
        var unit = new CommitUnit();
        unit.Append(record => write(record.Writer));
        if (whenDurable is not null)
        {
            unit.WhenDurable(failure =>
            {
                if (failure is null)
                {
                    whenDurable();
                }
            });
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        unit.WhenDurable(failure => _ = failure is null ? done.TrySetResult() : done.TrySetException(failure));
        Post(unit);
        return done.Task;
    }

    /// <summary>
    /// Moves the write-ahead log into the file and empties it, after everything handed over before. False when a
    /// reader was in the way.
    /// </summary>
    public Task<bool> TruncateLogAsync()
    {
        var unit = new CommitUnit();
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        unit.WhenDurable(failure =>
        {
            try
            {
                _ = failure is null ? done.TrySetResult(_file.Writer.Scrub()) : done.TrySetException(failure);
            }
            catch (SqliteException e)
            {
                done.TrySetException(e);
            }
        });
        Post(unit);
        return done.Task;
    }

    /// <summary>The journal was cut; what is left is about this long.</summary>
    public void JournalCut(long bytesLeft) => JournalBytes = bytesLeft;

    /// <summary>Makes everything durable that was handed over, then ends. Gives up on storage that still fails.</summary>
    public async ValueTask DisposeAsync()
    {
        _units.Writer.TryComplete();
        _giveUp.CancelAfter(ShutdownTimeout);
        await _running;
        _giveUp.Dispose();
    }

    private void Run()
    {
        var gathered = new List<CommitUnit>();
        var reader = _units.Reader;
        try
        {
            while (Wait(reader.WaitToReadAsync()))
            {
                CommitNext(gathered);
            }
        }
        catch (Exception e)
        {
            // Not storage's fault, so trying again would not help. Nothing more is acknowledged; a restart goes on
            // from what is durable.
            _problem = new($"The committer met an error that it should not have ({e.GetType().Name}); restart the engine.", e.Message);
            _hasEnded = true;
            _log.CommitterFailed(e);
            _units.Writer.TryComplete();
            do
            {
                Complete(gathered, e);
                gathered.Clear();
            }
            while (Gather(gathered) > 0);
        }
    }

    private void CommitNext(List<CommitUnit> gathered)
    {
        gathered.Clear();
        Gather(gathered);
        var failure = Commit(gathered);
        JournalBytes += gathered.Sum(unit => unit.JournalBytes);
        Complete(gathered, failure);
        gathered.Clear();
    }

    /// <summary>Takes what waits, up to a bound. How many units there are.</summary>
    private int Gather(List<CommitUnit> gathered)
    {
        var weight = 0;
        while (weight < MaxBytes && _units.Reader.TryRead(out var unit))
        {
            gathered.Add(unit);
            weight += unit.Weight;
        }

        return gathered.Count;
    }

    private void Complete(List<CommitUnit> gathered, Exception? failure)
    {
        foreach (var unit in gathered)
        {
            unit.Complete(failure);
            if (failure is null && unit.Migrations.Count > 0)
            {
                _metrics.Count(unit.Migrations);
            }
        }
    }

    /// <summary>Null when durable; otherwise why it was given up.</summary>
    private Exception? Commit(List<CommitUnit> gathered)
    {
        var delay = FirstRetry;
        while (true)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                using var activity = EngineActivity.Source.StartActivity(
                    "commit", ActivityKind.Internal, default(ActivityContext), links: gathered.SelectMany(unit => unit.Links));
                activity?.SetTag("segmentation.units", gathered.Count);
                _file.Writer.Commit(writer =>
                {
                    _chain.Begin();
                    foreach (var unit in gathered)
                    {
                        unit.WriteTo(_chain);
                    }
                });
                _chain.Committed();
                Commits++;
                _record.Reach(_file.Writer.LastMigration);
                _metrics.MeasureCommit(Stopwatch.GetElapsedTime(started));
                if (_problem is not null)
                {
                    _problem = null;
                    _log.StorageRecovered();
                }

                return null;
            }
            catch (Exception e) when (e is SqliteException or IOException)
            {
                if (_problem is null)
                {
                    _log.StorageFailed(e.Message, e);
                }

                _problem = StorageProblem.Of(e);
                if (_giveUp.Token.WaitHandle.WaitOne(delay))
                {
                    return e;
                }

                delay = delay * 2 > MaxRetryDelay ? MaxRetryDelay : delay * 2;
            }
        }
    }

    private static bool Wait(ValueTask<bool> ready) => ready.IsCompleted ? ready.Result : ready.AsTask().GetAwaiter().GetResult();
}
