using System.Text.Json;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;
using RabbitMQ.Client;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>Somebody who is interested in segment changes: a queue of their own at the exchange.</summary>
internal static class ChangesQueue
{
    private const string Queue = "segment-changes-reader";

    /// <summary>An empty durable queue that gets what the routing key asks for.</summary>
    public static async Task SubscribeAsync(this RabbitMqBroker broker, string routingKey = "segment.*")
    {
        await broker.ForgetAsync(Queue);
        await using var probe = await broker.ConnectAsync();
        await probe.Channel.ExchangeDeclareAsync(BrokerNames.SegmentChanges, ExchangeType.Topic, durable: true, autoDelete: false);
        await probe.Channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await probe.Channel.QueueBindAsync(Queue, BrokerNames.SegmentChanges, routingKey);
    }

    /// <summary>How many wait.</summary>
    public static async Task<uint> ChangesAsync(this RabbitMqBroker broker)
    {
        await using var probe = await broker.ConnectAsync();
        return await probe.CountAsync(Queue);
    }

    /// <summary>Takes everything that waits, oldest first.</summary>
    public static async Task<List<Change>> TakeChangesAsync(this RabbitMqBroker broker)
    {
        await using var probe = await broker.ConnectAsync();
        var changes = new List<Change>();
        while (await probe.TakeAsync(Queue) is { } message)
        {
            changes.Add(new(
                message.RoutingKey,
                message.BasicProperties.MessageId!,
                message.BasicProperties.ContentType!,
                JsonSerializer.Deserialize<JsonElement>(message.Body.Span)));
        }

        return changes;
    }
}

/// <summary>A segment change as a consumer gets it.</summary>
internal sealed record Change(string RoutingKey, string MessageId, string ContentType, JsonElement Event)
{
    public string Id => Event.GetProperty("id").GetString()!;

    public JsonElement Data => Event.GetProperty("data");

    public string Customer => Data.GetProperty("customerId").GetString()!;

    public int Sequence => Data.GetProperty("sequence").GetInt32();
}
