using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Records;

/// <summary>
/// The batch that gathers, and those before it that somebody may still wait for. Any thread adds; one takes them, in their order.
/// </summary>
internal sealed class PendingBatches : IDisposable
{
    private const int RefusedToRemember = 1_000; // whoever waits for one asks within a moment

    private readonly Lock _gathering = new();
    private readonly SemaphoreSlim _gathered = new(0);
    private readonly Dictionary<long, CommitBatch> _pending = [];
    private readonly Queue<long> _refused = new();
    private CommitBatch _open = new(1);
    private bool _closed;

    public PendingBatches() => _pending.Add(_open.Number, _open);

    /// <summary>Adds what a customer has become; the number of the batch is the ticket of their session.</summary>
    /// <exception cref="ObjectDisposedException">The silo has stopped.</exception>
    public void Add(CustomerSession session, CustomerChange change, SegmentStateUpdate update)
    {
        lock (_gathering)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var isFirst = _open.Count == 0;
            _open.Add(session, change, update);
            Wake(isFirst);
        }
    }

    /// <summary>Adds anything else.</summary>
    /// <returns>How far the record goes once it is on it.</returns>
    public Task<long> Add(Action<LedgerWriter> write)
    {
        lock (_gathering)
        {
            if (_closed)
            {
                return Task.FromException<long>(Stopped());
            }

            var isFirst = _open.Count == 0;
            var done = _open.Add(write);
            Wake(isFirst);
            return done;
        }
    }

    /// <summary>Adds what is to be done on the writer behind everything that was added before.</summary>
    public Task<bool> AddAfterwards(Func<LedgerWriter, bool> work)
    {
        lock (_gathering)
        {
            if (_closed)
            {
                return Task.FromException<bool>(Stopped());
            }

            var isFirst = _open.Count == 0;
            var done = _open.AddAfterwards(work);
            Wake(isFirst);
            return done;
        }
    }

    /// <summary>Complete once a batch is on record and a shard knows; at once for a batch that was.</summary>
    public Task DurableAsync(long number, int shard)
    {
        lock (_gathering)
        {
            return _pending.TryGetValue(number, out var batch) ? batch.DurableIn(shard) : Task.CompletedTask;
        }
    }

    /// <summary>Waits until something has gathered, and takes it. Null once all was taken and nothing more comes.</summary>
    public CommitBatch? Next()
    {
        _gathered.Wait();
        lock (_gathering)
        {
            if (_open.Count == 0)
            {
                return null;
            }

            var batch = _open;
            _open = new(batch.Number + 1);
            _pending.Add(_open.Number, _open);
            return batch;
        }
    }

    /// <summary>Nobody needs to wait for a batch any more. One that was refused is remembered for whoever comes to wait.</summary>
    public void Ended(CommitBatch batch)
    {
        lock (_gathering)
        {
            if (batch.IsRefused)
            {
                _refused.Enqueue(batch.Number);
            }
            else
            {
                _pending.Remove(batch.Number);
            }

            if (_refused.Count > RefusedToRemember)
            {
                _pending.Remove(_refused.Dequeue());
            }
        }
    }

    /// <summary>Takes nothing more. False if it was closed already.</summary>
    public bool Close()
    {
        lock (_gathering)
        {
            if (_closed)
            {
                return false;
            }

            _closed = true;
            _gathered.Release(); // behind what has gathered
            return true;
        }
    }

    public void Dispose() => _gathered.Dispose();

    private static ObjectDisposedException Stopped() => new(nameof(LedgerQueue), "The silo has stopped.");

    /// <summary>The first entry of a batch signals the thread that commits it.</summary>
    private void Wake(bool isFirst)
    {
        if (isFirst)
        {
            _gathered.Release();
        }
    }
}
