using System.Collections.Concurrent;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>
/// Reads the state of customers who are being activated, on a thread of its own and all who have gathered at once: reading on the schedulers of
/// grains would keep the others from running.
/// </summary>
internal sealed class CustomerStates : IAsyncDisposable
{
    private const int CustomerBatchSize = 256;

    private readonly BlockingCollection<Request> _requests = [];
    private readonly LedgerDatabase _ledger;
    private readonly Task _running;

    public CustomerStates(LedgerDatabase ledger)
    {
        _ledger = ledger;
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A customer as they are stored.</summary>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    /// <exception cref="System.Data.Common.DbException">Storage cannot be read now.</exception>
    public Task<StoredCustomer> ReadAsync(string customerId, CancellationToken cancellation)
    {
        var request = new Request(customerId);
        _requests.Add(request, cancellation);
        return request.Done.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.CompleteAdding();
        await _running;
        _requests.Dispose();
    }

    private void Run()
    {
        CustomerStateReader? reader = null;
        var gathered = new List<Request>();
        try
        {
            foreach (var first in _requests.GetConsumingEnumerable())
            {
                gathered.Add(first);
                while (gathered.Count < CustomerBatchSize && _requests.TryTake(out var next))
                {
                    gathered.Add(next);
                }

                Read(ref reader, gathered);
                gathered.Clear();
            }
        }
        finally
        {
            reader?.Dispose();
        }
    }

    private void Read(ref CustomerStateReader? reader, List<Request> gathered)
    {
        try
        {
            reader ??= _ledger.OpenStates();
            var found = reader.Read(gathered.ConvertAll(request => request.CustomerId));
            for (var i = 0; i < gathered.Count; i++)
            {
                gathered[i].Complete(found[i]);
            }
        }
        catch (Exception e)
        {
            // Whoever asked asks again; the connection may be broken.
            gathered.ForEach(request => request.Done.TrySetException(e));
            reader?.Dispose();
            reader = null;
        }
    }

    private sealed class Request(string customerId)
    {
        public string CustomerId => customerId;

        public TaskCompletionSource<StoredCustomer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete(StoredCustomerOrFault found)
        {
            if (found.Customer is { } customer)
            {
                Done.TrySetResult(customer);
            }
            else
            {
                Done.TrySetException(found.Fault!);
            }
        }
    }
}
