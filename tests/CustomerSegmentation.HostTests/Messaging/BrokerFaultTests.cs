using System.Collections.Concurrent;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>Nothing that the broker confirmed is lost, whatever happens to the broker.</summary>
[Collection(BrokerCollection.Name)]
public sealed class BrokerFaultTests(SharedBroker shared)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broker_that_goes_and_comes_back_under_load_loses_nothing(bool killed)
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine);
        // So that the queues are on record before a kill; see KillAsync.
        await broker.RestartAsync();
        await host.ReadyAsync();
        var confirmed = new ConcurrentBag<string>();
        using var enough = new CancellationTokenSource();
        var shop = Task.Run(() => SellAsync(broker, confirmed, enough.Token));
        await Eventually.TrueAsync(() => engine.Recorded.Count > 200, "purchases flowing");

        await (killed ? broker.KillAsync() : broker.StopAsync());
        await Eventually.TrueAsync(
            async () => (await host.HealthAsync()).Status == HealthStatus.Unhealthy, "the broker missed");
        var before = engine.Recorded.Count;
        await broker.StartAsync();

        await Eventually.TrueAsync(() => engine.Recorded.Count > before + 200, "purchases flowing again");
        await host.ReadyAsync();
        await enough.CancelAsync();
        await shop;
        await Eventually.TrueAsync(() => confirmed.All(engine.Recorded.ContainsKey), "every confirmed purchase recorded");
        await using var probe = await broker.ConnectAsync();
        (await probe.CountAsync(BrokerNames.Refused)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_host_starts_without_its_broker_and_takes_purchases_once_it_is_there()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await (await MessagingHost.StartFreshAsync(broker, engine)).DisposeAsync();
        await using (var shop = await broker.ConnectAsync())
        {
            await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));
        }

        await broker.StopAsync();
        await using var host = await MessagingHost.StartAsync(broker, engine);
        var missing = await host.HealthAsync();
        await broker.StartAsync();

        missing.Status.ShouldBe(HealthStatus.Unhealthy);
        missing.Entries.Keys.ShouldBe(["rabbitmq"]);
        missing.Entries["rabbitmq"].Description!.ShouldContain($"127.0.0.1:{broker.Port}");
        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the event recorded");
        await host.ReadyAsync();
    }

    [Fact]
    public async Task A_host_whose_password_the_broker_refuses_goes_on_trying()
    {
        var engine = new ControllableEngine();
        var broker = await shared.GetAsync();
        await (await MessagingHost.StartFreshAsync(broker, engine)).DisposeAsync();
        await broker.ControlAsync("change_password", "guest", "another");
        await using var host = await MessagingHost.StartAsync(broker, engine);
        await Eventually.TrueAsync(
            async () => (await host.HealthAsync()).Entries["rabbitmq"].Exception is not null, "the refusal noticed");

        await broker.ControlAsync("change_password", "guest", "guest");

        await host.ReadyAsync();
        await using var shop = await broker.ConnectAsync();
        await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event("E-1"));
        await Eventually.TrueAsync(() => engine.Recorded.ContainsKey("E-1"), "the event recorded");
    }

    /// <summary>A shop that publishes one purchase after the other and tries each again until it is confirmed.</summary>
    private static async Task SellAsync(RabbitMqBroker broker, ConcurrentBag<string> confirmed, CancellationToken enough)
    {
        RabbitMqProbe? shop = null;
        for (var i = 0; !enough.IsCancellationRequested;)
        {
            try
            {
                shop ??= await broker.ConnectAsync();
                await shop.PublishAsync(BrokerNames.Purchases, Purchases.Event($"E-{i}"));
                confirmed.Add($"E-{i++}");
            }
            catch (Exception failure) when (failure is RabbitMQClientException or IOException or OperationCanceledException)
            {
                shop = null;
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }

        await (shop?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
