using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// Publishes every migration to the exchange <c>segment-changes</c>, at least once and in the order of record. The record
/// is its outbox: a bookmark says how far the broker has confirmed, and is kept after each batch. A crash in between
/// publishes that batch again, under the same ids. Of several processes with one record, one publishes at a time.
/// </summary>
internal sealed class SegmentChangePublisher(
    ISegmentationEngine engine,
    CloudEvents events,
    RabbitMqOptions rabbit,
    OutboundOptions options,
    OutboundTelemetry telemetry,
    TimeProvider time,
    ILogger<SegmentChangePublisher> log) : BackgroundService
{
    /// <summary>The name of its bookmark.</summary>
    public const string Reader = "rabbitmq";

    private const int BatchSize = 1_000;

    private long _position;

    /// <summary>
    /// Finds where to begin before purchases are taken: the bookmark of a first start is in the file before anything
    /// that comes after it, since the engine makes durable in order.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await engine.Record.BookmarkAsync(Reader, cancellationToken) is { } position)
        {
            _position = position;
        }
        else
        {
            _position = options.FromStart ? 0 : engine.Record.End;
            _ = engine.Record.KeepBookmarkAsync(Reader, _position, CancellationToken.None);
        }

        telemetry.Observe(Reader, () => engine.Record.End - Interlocked.Read(ref _position));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var lease = await engine.Record.LeaseAsync(Reader, stoppingToken);
                using var ours = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
                await using var channel = await ChangesChannel.OpenAsync(rabbit, ours.Token);

                // Another process may have got further, if this one had to wait for the lease.
                var kept = await engine.Record.BookmarkAsync(Reader, ours.Token);
                Interlocked.Exchange(ref _position, Math.Max(_position, kept ?? 0));
                await PublishAsync(channel, Succeeded, ours.Token);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                var delay = Backoff.DelayAfter(attempt, longest: TimeSpan.FromSeconds(30));
                log.PublishingFailed(failure, attempt, delay);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            void Succeeded()
            {
                if (attempt > 1)
                {
                    log.PublishingAgain();
                    attempt = 1;
                }
            }
        }
    }

    /// <param name="channel">Where to.</param>
    /// <param name="succeeded">
    /// Called whenever there is nothing that the broker has not confirmed. That it can be reached is no success yet: a
    /// queue that refuses would get the same again and again, and the others with it.
    /// </param>
    /// <param name="stopping">Gives up.</param>
    private async Task PublishAsync(ChangesChannel channel, Action succeeded, CancellationToken stopping)
    {
        while (true)
        {
            var stretch = await engine.Record.AfterAsync(_position, BatchSize, options.Replays, stopping);
            if (stretch.Migrations.Count > 0)
            {
                await channel.PublishAsync(
                    [.. stretch.Migrations.Select(one => ($"segment.{one.Migration.Cause.Word()}", events.Of(one)))], stopping);
                telemetry.Sent(Reader, stretch.Migrations.Count);
                await engine.Record.KeepBookmarkAsync(Reader, stretch.Through, stopping);
            }

            succeeded();

            // Kept only when something was published: what is passed over may be passed over again.
            var moved = stretch.Through > _position;
            Interlocked.Exchange(ref _position, stretch.Through);
            if (!moved)
            {
                await channel.WatchAsync(engine.Record.BeyondAsync(_position, stopping));
            }
        }
    }
}
