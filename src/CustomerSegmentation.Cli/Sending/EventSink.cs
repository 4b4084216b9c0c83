using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>Where events go: an engine, a broker or a file.</summary>
internal abstract class EventSink : IAsyncDisposable
{
    /// <summary>Its name for people, without credentials.</summary>
    public abstract string Target { get; }

    /// <summary>Events a message, request or write unless the user says otherwise.</summary>
    public abstract int DefaultBatch { get; }

    public SendTally Tally { get; } = new();

    /// <summary>Sends one batch. May return before it has arrived.</summary>
    public abstract Task SendAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation);

    /// <summary>Returns once everything sent has arrived.</summary>
    public virtual Task FinishAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>After an interruption: waits a moment for what is under way, so that the tally tells the truth.</summary>
    public async Task SettleAsync(TimeProvider time)
    {
        try
        {
            await FinishAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5), time);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException or ToolException)
        {
            // The user has left already; what did not arrive is not counted.
        }
    }

    public abstract ValueTask DisposeAsync();
}
