using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Onward.Webhooks;

/// <summary>Runs a round for every subscription that is not disabled, from the host's start to its end.</summary>
internal sealed class WebhookDispatch(
    ISegmentationEngine engine, MigrationRound migrations, AlertRound alerts, OnwardTelemetry telemetry, TimeProvider time,
    ILogger<WebhookDispatch> log) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, (CancellationTokenSource Stop, Task Round)> _rounds = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _beginning = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var subscription in await engine.Subscriptions.AllAsync(cancellationToken))
        {
            Begin(subscription);
        }
    }

    /// <summary>Begins to send, unless the subscription is disabled or served already.</summary>
    public void Begin(Subscription subscription)
    {
        // Two calls may enable it at once; two rounds would send everything twice.
        lock (_beginning)
        {
            var isServed = _rounds.TryGetValue(subscription.Id, out var running) && !running.Round.IsCompleted;
            if (subscription.DisabledBecause is null && !isServed)
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                _rounds[subscription.Id] = (stop, Task.Run(() => GoRoundAsync(subscription, stop.Token)));
            }
        }
    }

    /// <summary>Completes once nothing is sent to the subscription any more.</summary>
    public async Task EndAsync(string subscriptionId)
    {
        if (_rounds.TryRemove(subscriptionId, out var running))
        {
            await running.Stop.CancelAsync();
            await running.Round;
            running.Stop.Dispose();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_rounds.Values.Select(running => running.Round)).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task GoRoundAsync(Subscription subscription, CancellationToken stop)
    {
        for (var attempt = 1; !stop.IsCancellationRequested; attempt++)
        {
            try
            {
                await (subscription.Alert is null ? migrations.RunAsync(subscription, stop) : alerts.RunAsync(subscription, stop));
                break;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                // Not the receiver's doing: storage, most likely. What was sent and not noted is sent again, by the same id.
                var delay = Backoff.DelayAfter(attempt, longest: TimeSpan.FromMinutes(1));
                log.WebhookRoundFailed(failure, subscription.Id, delay);
                await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        telemetry.Forget(subscription.Id);
    }
}
