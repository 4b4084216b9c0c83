using System.Diagnostics;
using MassTransit;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// From the first message that MassTransit takes to the last whose acknowledgement it has handed to the connection:
/// it tells its observers after that.
/// </summary>
internal sealed class Deliveries(int expected) : IReceiveObserver
{
    private readonly TaskCompletionSource<TimeSpan> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first;
    private int _acknowledged;

    /// <summary>Complete when as many were acknowledged as were expected.</summary>
    public Task<TimeSpan> All => _all.Task;

    public Task PreReceive(ReceiveContext context)
    {
        if (Volatile.Read(ref _first) == 0)
        {
            Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);
        }

        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context)
    {
        if (Interlocked.Increment(ref _acknowledged) == expected)
        {
            _all.SetResult(Stopwatch.GetElapsedTime(_first));
        }

        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        _all.TrySetException(exception);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}
