using System.Net;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Storage;
using Orleans.Configuration;
using StackExchange.Redis;

namespace CustomerSegmentation.Silo;

/// <summary>Puts a silo of the cluster into a host.</summary>
internal static class SiloHosting
{
    /// <summary>Registers Orleans as configured, and the engine on it.</summary>
    /// <exception cref="StorageException">The ledger, or the export to be imported, cannot be used.</exception>
    public static void AddSilo(this WebApplicationBuilder builder, EngineOptions engine, SiloOptions options)
    {
        var import = ImportRequest.Of(options.Import, engine);
        var redis = options.Local ? null : RedisOf(options);
        builder.UseOrleans(silo =>
        {
            silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = options.CollectAfter);
            if (redis is null)
            {
                silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: options.Cluster, clusterId: options.Cluster)
                    .UseInMemoryReminderService()
                    .AddCustomersInMemory();
                return;
            }

            silo.Configure<ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = options.Cluster)
                .UseRedisClustering(clustering => clustering.ConfigurationOptions = redis)
                .UseRedisReminderService(reminders => reminders.ConfigurationOptions = redis)
                .AddCustomersInRedis(redis);
            if (options.Address is { } address)
            {
                silo.ConfigureEndpoints(IPAddress.Parse(address), options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: true);
            }
            else
            {
                silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: true);
            }
        });
        builder.Services.AddSegmentationSilo(engine, options, SiloLedger.Open(options, engine), TimeProvider.System, import);
    }

    /// <summary>Waits at first for a Redis that is not there yet; later connects again by itself.</summary>
    public static ConfigurationOptions RedisOf(SiloOptions options)
    {
        var redis = ConfigurationOptions.Parse(options.Redis);
        redis.AbortOnConnectFail = false;
        return redis;
    }
}
