using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Demo;

/// <summary>
/// The shop behind <c>--demo</c>: publishes a year of purchases as fast as they are taken, has a first model fitted,
/// then goes on live. It publishes as any shop does; nothing here is a short cut into the engine.
/// </summary>
internal sealed class DemoShop(
    PurchasePublisher publisher, ISegmentationEngine engine, TimeProvider time, ILogger<DemoShop> log) : BackgroundService
{
    private const int Customers = 5_000;
    private const int EventsPerMessage = 100;
    private static readonly TimeSpan Past = TimeSpan.FromDays(365);
    private static readonly TimeSpan BetweenLiveEvents = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LiveAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops, and the shop closes.
        }
    }

    private async Task LiveAsync(CancellationToken stopping)
    {
        var shop = new SimulatedShop(new() { Customers = Customers, Seed = (ulong)time.GetUtcNow().Ticks });
        await UntilAsync(() => Task.FromResult(engine.Health.Ready), stopping); // a silo joins its cluster first
        if ((await engine.SegmentsAsync(stopping)).Customers == 0)
        {
            var now = time.GetUtcNow();
            var published = await PublishHistoryAsync(shop, now - Past, now, stopping);
            log.HistoryPublished(published);
            await FitFirstModelAsync(stopping);
        }

        log.ShopIsOpen(1 / BetweenLiveEvents.TotalSeconds);
        using var pace = new PeriodicTimer(BetweenLiveEvents, time);
        while (await pace.WaitForNextTickAsync(stopping))
        {
            await PublishAsync([shop.Next(time.GetUtcNow())], stopping);
        }
    }

    private async Task<int> PublishHistoryAsync(SimulatedShop shop, DateTimeOffset from, DateTimeOffset to, CancellationToken stopping)
    {
        var published = 0;
        foreach (var events in shop.History(from, to).Chunk(EventsPerMessage))
        {
            await PublishAsync(events, stopping);
            published += events.Length;
        }

        return published;
    }

    /// <summary>Waits until every customer of the history has arrived: the broker delivers in its own time.</summary>
    private async Task FitFirstModelAsync(CancellationToken stopping)
    {
        await UntilAsync(async () => (await engine.SegmentsAsync(stopping)).Customers >= Customers, stopping);
        var fitted = await engine.FitAsync(new FitRequest(Publish: true), stopping);
        log.FirstModel(string.Join(", ", fitted.Model.Model.Segments.Select(static segment => segment.Name)));
    }

    private async Task UntilAsync(Func<Task<bool>> condition, CancellationToken stopping)
    {
        using var pace = new PeriodicTimer(BetweenLooks, time);
        while (!await condition() && await pace.WaitForNextTickAsync(stopping))
        {
        }
    }

    private Task PublishAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken stopping)
    {
        var message = new ArrayBufferWriter<byte>();
        PurchaseEventJson.WriteMessage(message, events);
        return publisher.PublishAsync(message.WrittenMemory, stopping);
    }
}
