using CustomerSegmentation.Cli.Sending;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Cli.Simulating;

/// <summary>A simulated shop at work: its history as fast as the target takes it, then live at the wanted rate.</summary>
internal sealed class SimulationRun(SimulationPlan plan, EventSink sink, Terminal terminal)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly SimulatedShop _shop = new(plan.Shop);
    private readonly List<PurchaseEvent> _batch = [];

    public long Purchases { get; private set; }

    public long Refunds { get; private set; }

    /// <summary>True when the user ended it; everything sent by then has arrived.</summary>
    public bool Interrupted { get; private set; }

    public TimeSpan Took { get; private set; }

    private int BatchSize => plan.Batch ?? sink.DefaultBatch;

    private long Drawn => Purchases + Refunds;

    private bool Full => Drawn >= plan.Events;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var started = terminal.Time.GetTimestamp();
        try
        {
            if (plan.History > TimeSpan.Zero)
            {
                await ProgressReport.RunAsync(terminal, "History", progress => SendHistoryAsync(progress, cancellation));
            }

            if (plan.Rate > 0 && !Full)
            {
                await ProgressReport.RunAsync(terminal, "Live", progress => GoLiveAsync(progress, cancellation));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Interrupted = true;
            await sink.SettleAsync(terminal.Time);
        }

        Took = terminal.Time.GetElapsedTime(started);
    }

    private async Task SendHistoryAsync(ProgressReport progress, CancellationToken cancellation)
    {
        var to = plan.Until ?? terminal.Time.GetUtcNow();
        var from = to - plan.History;
        foreach (var purchase in _shop.History(from, to))
        {
            await AddAsync(purchase, cancellation);
            if (_batch.Count == 0)
            {
                progress.Update((purchase.OccurredAt - from) / plan.History, Note);
            }

            if (Full)
            {
                break;
            }
        }

        await SendBatchAsync(cancellation);
        await sink.FinishAsync(cancellation);
        progress.Update(1, Note);
    }

    private async Task GoLiveAsync(ProgressReport progress, CancellationToken cancellation)
    {
        var started = terminal.Time.GetTimestamp();
        var sent = 0L;
        while (!Full)
        {
            var elapsed = terminal.Time.GetElapsedTime(started);
            var isOver = elapsed >= plan.Duration;
            elapsed = isOver ? plan.Duration!.Value : elapsed;

            // Whatever a slow target held up is caught up with.
            for (var due = (long)(elapsed.TotalSeconds * plan.Rate); sent < due && !Full; sent++)
            {
                await AddAsync(_shop.Next(terminal.Time.GetUtcNow()), cancellation);
            }

            await SendBatchAsync(cancellation);
            progress.Update(Fraction(elapsed), Note);
            if (isOver)
            {
                break;
            }

            await Task.Delay(Tick, terminal.Time, cancellation);
        }

        await sink.FinishAsync(cancellation);
    }

    private async Task AddAsync(PurchaseEvent purchase, CancellationToken cancellation)
    {
        _batch.Add(purchase);
        if (purchase.Type == PurchaseEventType.Refund)
        {
            Refunds++;
        }
        else
        {
            Purchases++;
        }

        if (_batch.Count >= BatchSize)
        {
            await SendBatchAsync(cancellation);
        }
    }

    private async Task SendBatchAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_batch.Count > 0)
        {
            await sink.SendAsync(_batch, cancellation);
            _batch.Clear();
        }
    }

    private double? Fraction(TimeSpan elapsed) =>
        plan.Duration is { } duration ? elapsed / duration
        : plan.Events is { } events ? (double)Drawn / events
        : null;

    private string Note() => $"{sink.Tally.Sent:#,0} events to {sink.Target}";
}
