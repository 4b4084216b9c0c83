using System.Collections.Concurrent;
using System.Globalization;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.HostTests.Brokers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>Nothing that the broker confirmed is lost, whatever happens to the broker.</summary>
[Collection(BrokerOutageCollection.Name)]
public sealed class BrokerFaultTests(SharedBroker shared)
{
    [Fact]
    public async Task A_broker_that_is_stopped_and_killed_and_comes_back_under_load_loses_nothing()
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

        foreach (var end in (Func<Task>[])[broker.StopAsync, broker.KillAsync])
        {
            await end();
            await Eventually.TrueAsync(
                async () => (await host.HealthAsync()).Status == HealthStatus.Unhealthy, "the broker missed");
            var before = engine.Recorded.Count;
            await broker.StartAsync();

            await Eventually.TrueAsync(() => engine.Recorded.Count > before + 200, "purchases flowing again");
            await host.ReadyAsync();
        }

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

    /// <summary>
    /// MassTransit 8.4 closed the channel from within each delivery that it interrupted, and waited there for itself
    /// (github.com/MassTransit/MassTransit/issues/6001): nothing was taken any more. 8.5 does not.
    /// </summary>
    [Fact]
    public async Task A_broker_killed_while_a_commit_is_under_way_is_taken_from_again()
    {
        const int InHand = 50;
        using var log = new HostLog();
        var engine = new ControllableEngine { IsCommitted = true };
        var broker = await shared.GetAsync();
        await using var host = await MessagingHost.StartFreshAsync(broker, engine, log);
        await broker.RestartAsync(); // so that the queues are on record before the kill; see KillAsync
        await host.ReadyAsync();
        engine.TakeStorageAway();
        await using (var shop = await broker.ConnectAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, InHand).Select(i => shop.PublishAsync(BrokerNames.Purchases, Purchases.Event($"E-{i}"))));
        }

        await Eventually.TrueAsync(() => engine.Waiting == InHand, "all in hand");
        var before = log.All.Count;
        await broker.KillAsync();
        await Eventually.TrueAsync(() => After().Any(static entry => entry.Message.StartsWith("Channel Shutdown", StringComparison.Ordinal)), "the end heard of");
        engine.BringStorageBack();
        await Eventually.TrueAsync(() => engine.Recorded.Count == InHand, "all recorded");
        await broker.StartAsync();

        await Eventually.TrueAsync(() => engine.Duplicates == InHand, "all delivered again");
        await host.ReadyAsync();

        IEnumerable<(string Message, Exception? Failure)> After() => log.All.Skip(before);
    }

    /// <summary>A broker that stops reading fills what lies between; when it dies then, whoever waits for room must hear of it.</summary>
    [Fact]
    public async Task Whoever_waits_to_write_hears_of_the_brokers_end()
    {
        Assert.SkipUnless(RabbitMqBroker.IsInstalled, RabbitMqBroker.NotInstalled);
        await using var broker = new RabbitMqBroker(); // a kill may cost the one that is shared the queues of the test before
        await broker.StartAsync();
        await using var changes = await ChangesChannel.OpenAsync(
            new RabbitMqOptions { Host = "127.0.0.1", Port = broker.Port }, CancellationToken.None);
        var body = new byte[256 * 1024];
        Task publishing;
        await broker.FreezeAsync();
        try
        {
            publishing = changes.PublishAsync(
                [.. Enumerable.Range(0, 400).Select(i => ("any", new OutgoingMessage($"{i}", body)))], CancellationToken.None);
            var unsent = 0L;
            await Eventually.TrueAsync(
                () =>
                {
                    var before = unsent;
                    unsent = UnsentBytes(broker);
                    return unsent > 0 && unsent == before;
                },
                "the way full");
        }
        finally
        {
            await broker.KillAsync();
        }

        var end = await Should.ThrowAsync<Exception>(publishing.WaitAsync(Eventually.WaitTimeout, TimeProvider.System));
        end.ShouldNotBeOfType<TimeoutException>();
    }

    /// <summary>Bytes that wait on our side for a broker to take them, all connections together, by the kernel's table.</summary>
    private static long UnsentBytes(RabbitMqBroker broker) => File.ReadLines("/proc/net/tcp").Skip(1)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(row => row[2].EndsWith($":{broker.Port:X4}", StringComparison.Ordinal))
        .Sum(static row => long.Parse(row[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

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
