using MassTransit;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// MassTransit's in-memory queue has no bound: without this a demo that is faster than the disk would fill the memory.
/// </summary>
internal sealed class InProcessBackPressure : IReceiveObserver, IDisposable
{
    private readonly SemaphoreSlim _free = new(1_000);

    /// <summary>Waits until one more message may be in flight.</summary>
    public Task EnterAsync(CancellationToken cancellation) => _free.WaitAsync(cancellation);

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        _free.Release();
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        _free.Release();
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public void Dispose() => _free.Dispose();
}
