using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>Tests that stop and start the servers of one cluster; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ChaosCollection : ICollectionFixture<ChaosServers>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "Chaos";
}

/// <summary>A broker, a Redis and a PostgreSQL that tests stop and start: nobody else's.</summary>
public sealed class ChaosServers : IAsyncDisposable
{
    /// <summary>Where purchases come from.</summary>
    public RabbitMqBroker Broker { get; } = new();

    /// <summary>Where silos meet and customers are kept.</summary>
    public RedisServer Redis { get; } = new();

    /// <summary>The ledger.</summary>
    public PostgresServer Postgres { get; } = new();

    /// <summary>Starts what does not run. Skips the test where something is not installed.</summary>
    public async Task StartAsync()
    {
        Assert.SkipUnless(RabbitMqBroker.IsInstalled, RabbitMqBroker.NotInstalled);
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.NotInstalled);
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await Task.WhenAll(Broker.StartAsync(), Redis.StartAsync(), Postgres.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
