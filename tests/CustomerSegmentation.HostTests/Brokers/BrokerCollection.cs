namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>
/// Tests that share one running broker; they run one after the other. There are five such collections side by side, each with a
/// broker of its own, and each takes about as long as the others: where a test belongs is a matter of that only.
/// </summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<SharedBroker>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "RabbitMQ";
}

/// <summary>Most of what happens when a broker goes and comes back. See <see cref="BrokerCollection"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerOutageCollection : ICollectionFixture<SharedBroker>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "RabbitMQ, outages";
}

/// <summary>Most of what kills hosts, or brokers. See <see cref="BrokerCollection"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerKillCollection : ICollectionFixture<SharedBroker>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "RabbitMQ, kills";
}

/// <summary>What a silo goes through with a broker. See <see cref="BrokerCollection"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SiloBrokerCollection : ICollectionFixture<SharedBroker>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "RabbitMQ, silo";
}

/// <summary>What kills silos. See <see cref="BrokerCollection"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SiloKillCollection : ICollectionFixture<SharedBroker>
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "RabbitMQ, silo kills";
}

/// <summary>The broker of a test collection: started by the first test that asks, since starting takes seconds.</summary>
public sealed class SharedBroker : IAsyncLifetime
{
    private RabbitMqBroker? _broker;

    /// <summary>The running broker, with what earlier tests left in it. Skips the test where no server is installed.</summary>
    public async Task<RabbitMqBroker> GetAsync()
    {
        Assert.SkipUnless(RabbitMqBroker.IsInstalled, RabbitMqBroker.NotInstalled);
        _broker ??= new();
        await _broker.StartAsync();
        return _broker;
    }

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }
}
