using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Telemetry;
using Orleans.Storage;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>What a silo stores things in.</summary>
internal enum StorageKind
{
    /// <summary>The storage of the customers' state.</summary>
    State,

    /// <summary>The ledger.</summary>
    Ledger,

    /// <summary>A shard that must hear of a customer; it may be on its way to another silo.</summary>
    Shard,
}

/// <summary>
/// Repeats what must be stored until storage takes it, and knows what is wrong meanwhile. So nothing is lost while storage is
/// away, and messages wait in the broker. It is disposed after all that stores, and says how that ended.
/// </summary>
internal sealed class StorageHealth(IHostApplicationLifetime lifetime, SiloOptions options, ILogger<StorageHealth> log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(15); // longer than a killed silo goes unnoticed

    private readonly ConcurrentDictionary<StorageKind, (StorageProblem Problem, long Since)> _problems = [];

    /// <summary>
    /// What does not answer now, in a sentence; null while all is well. A shard on its way to another silo is no problem yet:
    /// when one silo stops, no load balancer should think that the others are not ready.
    /// </summary>
    public string? Problem => Told(static problem => problem.Sentence);

    /// <summary>What storage itself says of it, for those who run the silo; null while all is well.</summary>
    public string? Detail => Told(static problem => problem.Detail);

    /// <summary>Repeats something until it succeeds.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote: whoever asked must read again.</exception>
    public async Task RepeatAsync(StorageKind kind, Func<Task> work)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                await work();
                Answers(kind);
                return;
            }
            catch (InconsistentStateException)
            {
                Answers(kind); // that somebody else wrote is an answer
                throw;
            }
            catch (Exception e) when (MayRepeat())
            {
                Fails(kind, e);
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }

    /// <summary>Repeats something until it succeeds. Once the silo stops, the first failure ends it.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote: whoever asked must read again.</exception>
    public async Task<T> RepeatAsync<T>(StorageKind kind, Func<Task<T>> work)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                var result = await work();
                Answers(kind);
                return result;
            }
            catch (InconsistentStateException)
            {
                Answers(kind);
                throw;
            }
            catch (Exception e) when (MayRepeat())
            {
                Fails(kind, e);
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }

    /// <summary>It answered.</summary>
    public void Answers(StorageKind kind)
    {
        if (!_problems.IsEmpty && _problems.TryRemove(kind, out _))
        {
            log.StorageRecovered(kind);
        }
    }

    /// <summary>It did not.</summary>
    public void Fails(StorageKind kind, Exception cause)
    {
        var problem = ProblemOf(kind, cause);
        if (_problems.TryAdd(kind, (problem, Stopwatch.GetTimestamp())))
        {
            log.StorageFailed(kind, $"{problem.Sentence} {problem.Detail}".TrimEnd());
        }
    }

    /// <summary>Customers, shards and the queue of the ledger have ended by now; no call is answered any more.</summary>
    public void Dispose()
    {
        if (options.Storage == StorageChoice.Memory)
        {
            log.StoppedAlone();
        }
        else if (_problems.IsEmpty)
        {
            log.Stopped();
        }
        else
        {
            log.StoppedWithoutStorage(Joined(_problems, static problem => problem.Sentence));
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause < MaxPause ? 2 * pause : MaxPause;

    private bool MayRepeat() => !lifetime.ApplicationStopping.IsCancellationRequested;

    private static bool Lasts(KeyValuePair<StorageKind, (StorageProblem Problem, long Since)> problem) =>
        problem.Key != StorageKind.Shard || Stopwatch.GetElapsedTime(problem.Value.Since) > Moving;

    private string? Told(Func<StorageProblem, string> told) =>
        _problems.IsEmpty ? null : Joined(_problems.Where(Lasts), told) is { Length: > 0 } all ? all : null;

    private static string Joined(
        IEnumerable<KeyValuePair<StorageKind, (StorageProblem Problem, long Since)>> problems, Func<StorageProblem, string> told) =>
        string.Join(' ', problems.OrderBy(one => one.Key).Select(one => told(one.Value.Problem)).Where(text => text.Length > 0));

    private static StorageProblem OfLedger(StorageProblem problem) => problem with { Sentence = $"The ledger: {problem.Sentence}" };

    /// <summary>Without the messages of Orleans and of its storage, which name the customer.</summary>
    private static StorageProblem ProblemOf(StorageKind kind, Exception cause) => kind switch
    {
        StorageKind.State => new($"The storage of the customers' state fails ({cause.GetType().Name}).", ""),
        StorageKind.Ledger => OfLedger(StorageProblem.Of(cause)),
        _ => new($"A shard of the customers does not answer ({cause.GetType().Name}).", ""),
    };
}
