using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>Keeps the daily flows up with the record, for all alerts together.</summary>
internal sealed class DailyFlowsTracker(ISegmentationEngine engine, OutboundOptions options) : IDisposable
{
    private const int BatchSize = 5_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly DailyFlows _flows = new();
    private long _position;

    /// <summary>What there is to tell now; null when all is as it should be.</summary>
    /// <param name="alert">What to warn of.</param>
    /// <param name="customers">How many are in its segment now.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AlertFinding?> CheckAsync(Alert alert, long customers, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            for (long before = -1; before != _position;)
            {
                before = _position;
                var stretch = await engine.Record.AfterAsync(_position, BatchSize, options.Replays, cancellation);
                foreach (var recorded in stretch.Migrations)
                {
                    _flows.Add(recorded.Migration);
                }

                _position = stretch.Through;
            }

            return alert.Check(customers, _flows, engine.Now);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
