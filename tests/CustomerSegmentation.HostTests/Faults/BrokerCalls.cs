using System.Globalization;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.HostTests.Brokers;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>The broker as a host's counterpart.</summary>
internal static class BrokerCalls
{
    /// <summary>The options that lead a host to it.</summary>
    public static string[] Options(this RabbitMqBroker broker) =>
        ["--RabbitMq:Host", "127.0.0.1", "--RabbitMq:Port", broker.Port.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Removes the queues of purchases, with what earlier tests left in them.</summary>
    public static Task ForgetQueuesAsync(this RabbitMqBroker broker) =>
        broker.ForgetAsync(BrokerNames.PurchaseQueue, BrokerNames.Refused);

    /// <summary>Messages with the broker, delivered or not, that nobody has acknowledged.</summary>
    public static async Task<int> DepthAsync(this RabbitMqBroker broker)
    {
        var printed = await broker.ControlAsync("list_queues", "name", "messages", "--no-table-headers");
        var queue = printed.Split('\n').Select(line => line.Split('\t')).Single(row => row[0] == BrokerNames.PurchaseQueue);
        return int.Parse(queue[1]);
    }

    /// <summary>Returns once every message is acknowledged.</summary>
    public static Task DrainedAsync(this RabbitMqBroker broker) =>
        Eventually.TrueAsync(async () => await broker.DepthAsync() == 0, "every message acknowledged");

    /// <summary>Messages in the error queue.</summary>
    public static async Task<uint> RefusedAsync(this RabbitMqBroker broker)
    {
        await using var probe = await broker.ConnectAsync();
        return await probe.CountAsync(BrokerNames.Refused);
    }
}
