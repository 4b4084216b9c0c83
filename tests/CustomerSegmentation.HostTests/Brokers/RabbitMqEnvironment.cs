using System.Globalization;

namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>What tells RabbitMQ and its tools to keep to a folder and to ports of their own.</summary>
internal static class RabbitMqEnvironment
{
    /// <summary>Variables for the server, <c>epmd</c> and <c>rabbitmqctl</c>.</summary>
    /// <param name="folder">Data, logs and settings.</param>
    /// <param name="port">AMQP.</param>
    /// <param name="distributionPort">Between the server and its tools.</param>
    /// <param name="epmdPort">Where they find each other.</param>
    public static Dictionary<string, string> Of(string folder, int port, int distributionPort, int epmdPort) => new()
    {
        ["HOME"] = folder,
        ["RABBITMQ_NODENAME"] = $"broker{port}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Text(port),
        ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
        ["ERL_EPMD_PORT"] = Text(epmdPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        // Its schedulers leave the processors to others while they have nothing to do.
        // Quorum queues report their figures every 5 seconds by default; tests wait for them.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1} -rabbit quorum_tick_interval 500",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
