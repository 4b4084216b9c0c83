using System.Collections.Concurrent;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>
/// Runs a round for every subscription that is not disabled, while this process holds the lease: of several with one record, one
/// sends at a time.
/// </summary>
internal sealed class WebhookDispatcher(
    ISegmentationEngine engine, MigrationDispatcher migrations, AlertDispatcher alerts, OutboundTelemetry telemetry, TimeProvider time,
    ILogger<WebhookDispatcher> log) : BackgroundService
{
    private const string Reader = "webhooks";

    // In real time: another process may have changed a subscription.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (CancellationTokenSource Stop, Task Round)> _rounds = new();
    private readonly ConcurrentDictionary<string, bool> _endedMeanwhile = new(); // while the book was being read
    private readonly Lock _beginning = new();
    private CancellationTokenSource? _lease;

    /// <summary>Begins to send, unless the subscription is disabled or served already, or another process holds the lease.</summary>
    public void Begin(Subscription subscription)
    {
        // Two calls may enable it at once; two rounds would send everything twice.
        lock (_beginning)
        {
            var isServed = _rounds.TryGetValue(subscription.Id, out var running) && !running.Round.IsCompleted;
            if (subscription.DisabledBecause is null && !isServed && _lease is { IsCancellationRequested: false } lease)
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Token);
                _rounds[subscription.Id] = (stop, Task.Run(() => GoRoundAsync(subscription, stop.Token)));
            }
        }
    }

    /// <summary>Completes once nothing is sent to the subscription any more.</summary>
    public async Task EndAsync(string subscriptionId)
    {
        _endedMeanwhile[subscriptionId] = true;
        if (_rounds.TryRemove(subscriptionId, out var running))
        {
            await running.Stop.CancelAsync();
            await running.Round;
            running.Stop.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var attempt = 1; !stoppingToken.IsCancellationRequested; attempt++)
        {
            try
            {
                await using var lease = await engine.Record.LeaseAsync(Reader, stoppingToken);
                using var ours = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
                await ServeAsync(ours);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                var delay = Backoff.DelayAfter(attempt, longest: TimeSpan.FromMinutes(1));
                log.WebhookRoundFailed(failure, Reader, delay);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Goes on until the lease is lost; then nothing is sent any more.</summary>
    private async Task ServeAsync(CancellationTokenSource lease)
    {
        _lease = lease;
        try
        {
            while (!lease.IsCancellationRequested)
            {
                _endedMeanwhile.Clear();
                var subscriptions = await engine.Subscriptions.AllAsync(lease.Token);
                foreach (var subscription in subscriptions.Where(one => !_endedMeanwhile.ContainsKey(one.Id)))
                {
                    Begin(subscription);
                }

                foreach (var gone in _rounds.Keys.Except(subscriptions.Select(subscription => subscription.Id), StringComparer.Ordinal))
                {
                    await EndAsync(gone);
                }

                await Task.Delay(Look, TimeProvider.System, lease.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await lease.CancelAsync();
            await Task.WhenAll(_rounds.Values.Select(running => running.Round));
            _lease = null;
        }
    }

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
