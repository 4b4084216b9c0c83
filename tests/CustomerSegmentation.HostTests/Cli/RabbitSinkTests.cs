using System.Text;
using System.Text.Json;
using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>The tool against a real broker, without an engine.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RabbitSinkTests(SharedBroker shared)
{
    private const string Queue = "tool-tests";

    [Fact]
    public async Task Without_a_queue_events_are_not_lost_silently()
    {
        var broker = await shared.GetAsync();
        await using var probe = await broker.ConnectAsync();
        // Other tests of the collection may have bound theirs.
        await probe.Channel.ExchangeDeleteAsync("purchases");

        var run = await ToolRun.OfAsync("simulate", "--customers", "10", "--rate", "0", "--to", broker.Address.ToString());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("no queue is bound");
        run.Error.ShouldNotContain("guest:guest");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Every_event_is_confirmed_and_waits_in_the_queue(int batch)
    {
        var broker = await shared.GetAsync();
        await using var probe = await BoundAsync(broker);

        var run = await ToolRun.OfAsync(
            "simulate", "--customers", "500", "--rate", "0", "--events", "1000", "--batch", $"{batch}", "--to", broker.Address.ToString(), "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        using var summary = JsonDocument.Parse(run.Out);
        summary.RootElement.GetProperty("sent").GetInt32().ShouldBe(1_000);
        (await EventIdsAsync(probe)).Distinct().Count().ShouldBe(1_000);
    }

    [Fact]
    public async Task A_broker_that_restarts_meanwhile_gets_everything()
    {
        var broker = await shared.GetAsync();
        await using (await BoundAsync(broker))
        {
        }

        var running = ToolRun.OfAsync(
            "simulate", "--customers", "500", "--history", "0", "--rate", "500", "--events", "5000", "--to", broker.Address.ToString(), "--json");
        await using (var watch = await broker.ConnectAsync())
        {
            await Eventually.TrueAsync(async () => await watch.CountAsync(Queue) > 100, "some events in the queue");
        }

        await broker.RestartAsync();
        var run = await running;

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("Trying again");
        await using var probe = await broker.ConnectAsync();
        // Sent again what was not confirmed: some may be there twice, none is missing.
        (await EventIdsAsync(probe)).Distinct().Count().ShouldBe(5_000);
        await probe.Channel.QueueDeleteAsync(Queue);
    }

    [Fact]
    public async Task A_wrong_password_is_exit_code_4()
    {
        var broker = await shared.GetAsync();

        var run = await ToolRun.OfAsync("simulate", "--to", $"amqp://guest:wrong@127.0.0.1:{broker.Port}/");

        run.ExitCode.ShouldBe(4);
        run.Error.ShouldNotContain("wrong@");
    }

    private static async Task<RabbitMqProbe> BoundAsync(RabbitMqBroker broker)
    {
        var probe = await broker.ConnectAsync();
        await probe.Channel.ExchangeDeclareAsync("purchases", ExchangeType.Fanout, durable: true);
        await probe.Channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await probe.Channel.QueuePurgeAsync(Queue);
        await probe.Channel.QueueBindAsync(Queue, "purchases", "");
        return probe;
    }

    private static async Task<List<string>> EventIdsAsync(RabbitMqProbe probe)
    {
        var ids = new List<string>();
        while (await probe.TakeAsync(Queue) is { } message)
        {
            message.BasicProperties.ContentType.ShouldBe("application/json");
            using var body = JsonDocument.Parse(Encoding.UTF8.GetString(message.Body.Span));
            var events = body.RootElement.TryGetProperty("events", out var list) ? list.EnumerateArray().ToList() : [body.RootElement];
            ids.AddRange(events.Select(e => e.GetProperty("eventId").GetString()!));
        }

        return ids;
    }
}
