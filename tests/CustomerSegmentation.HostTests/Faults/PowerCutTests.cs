using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Broker and engine die at the same moment, under load, as when a machine loses its power.</summary>
public abstract class PowerCutTests(SharedBroker shared)
{
    /// <summary>What it runs on.</summary>
    private protected abstract HostUnderTest Host { get; }

    [Fact]
    public async Task Every_purchase_that_the_broker_confirmed_is_recorded_once()
    {
        var broker = await shared.GetAsync();
        await broker.ForgetQueuesAsync();
        using var folder = new DataFolder();
        var trade = PurchaseLoad.Of(seed: 19, events: 4_000);
        string[] options = [.. broker.Options(), "--Clock", "event", "--Window", "all"];
        await (await Host.StartAsync(folder.Path, options)).StopAsync();
        // So that the queues are on record before the kill; see KillAsync.
        await broker.RestartAsync();

        var confirmed = 0;
        Task selling;
        await using (var host = await Host.StartAsync(folder.Path, options))
        {
            selling = Task.Run(SellAsync);
            await Eventually.TrueAsync(() => Volatile.Read(ref confirmed) > trade.Messages.Count / 3, "a third of the purchases confirmed");
            await Task.WhenAll(broker.KillAsync(), host.KillAsync());
        }

        selling.IsCompleted.ShouldBeFalse("The broker must be killed under load.");
        await broker.StartAsync();
        await using var next = await Host.StartAsync(folder.Path, options);
        await selling;
        await broker.DrainedAsync();
        (await broker.RefusedAsync()).ShouldBe(0u);
        await next.NothingIsLostOrCountedTwiceAsync(trade.Events);

        async Task SellAsync()
        {
            RabbitMqProbe? shop = null;
            while (confirmed < trade.Messages.Count)
            {
                try
                {
                    shop ??= await broker.ConnectAsync();
                    await shop.PublishAsync(BrokerNames.Purchases, PurchaseLoad.Body(trade.Messages[confirmed]));
                    Interlocked.Increment(ref confirmed);
                }
                catch (Exception failure) when (failure is RabbitMQClientException or IOException or OperationCanceledException)
                {
                    // The broker is away. A message that was not confirmed is sent again.
                    shop = null;
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                }
            }

            await shop!.DisposeAsync();
        }
    }
}
