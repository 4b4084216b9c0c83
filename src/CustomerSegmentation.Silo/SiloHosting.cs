using System.Net;
using System.Net.Sockets;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Membership;
using CustomerSegmentation.Silo.Storage;
using Orleans.Configuration;
using StackExchange.Redis;

namespace CustomerSegmentation.Silo;

/// <summary>Puts a silo of the cluster into a host.</summary>
internal static class SiloHosting
{
    private static readonly TimeSpan ShardActivationTimeout = TimeSpan.FromMinutes(15); // of a shard, which reads its rows
    private const int LargestDirectoryCache = 1_000; // entries: with more, whoever was ever asked for stays in memory
    private static readonly TimeSpan HostShutdownTimeout = TimeSpan.FromSeconds(50); // messaging first, then the silo

    /// <summary>Registers Orleans as configured, and the engine on it.</summary>
    /// <exception cref="StorageException">The ledger, or the export to be imported, cannot be used.</exception>
    /// <exception cref="IOException">Somebody else listens on a port of this silo.</exception>
    public static void AddSilo(this WebApplicationBuilder builder, EngineOptions engine, SiloOptions options)
    {
        SiloPorts.EnsureFree(options);
        var import = ImportRequest.Of(options.Import, engine);
        builder.UseOrleans(silo =>
        {
            silo.AddOperations(options);
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = LargestDirectoryCache);
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionAge = options.CollectAfter;
                collection.ActivationTimeout = ShardActivationTimeout;
            });
            if (options.IsAlone)
            {
                // Nobody else joins, and two of them on one machine must not meet: any port will do.
                var port = options.SiloPort == 0 ? FreePort() : options.SiloPort;
                silo.UseLocalhostClustering(port, options.GatewayPort, serviceId: options.Cluster, clusterId: options.Cluster)
                    .UseInMemoryReminderService();
                return;
            }

            silo.Configure<ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = options.Cluster)
                .Configure<ClusterMembershipOptions>(NoticeTheDead)
                .AddMembershipChecks();
            if (options.IsOnPostgres)
            {
                silo.UsePostgresMembership(options.Postgres);
            }
            else
            {
                var redis = RedisOf(options);
                silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = redis)
                    .UseRedisReminderService(reminders => reminders.ConfigurationOptions = redis)
                    .AddCustomersInRedis(redis);
            }

            if (options.Address is { } address)
            {
                silo.ConfigureEndpoints(IPAddress.Parse(address), options.SiloPort, options.GatewayPort);
            }
            else
            {
                silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort); // where others are told to find it, and nowhere else
            }
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HostShutdownTimeout);
        builder.Services.AddSegmentationSilo(engine, options, SiloLedger.Open(options, engine), TimeProvider.System, import);
    }

    /// <summary>
    /// A silo that was killed is out after three probes without answer, within some 10 seconds: until then calls to its
    /// customers wait. A pause of a few seconds does not put one out. If all died at once, what the membership table says of
    /// them counts for nothing after 15 seconds (<see cref="DeadSiloCleanup"/>).
    /// </summary>
    private static void NoticeTheDead(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(3); // 1.5 s while answers come fast, Orleans adapts it
        membership.NumMissedProbesLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(15);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 3;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits at first for a Redis that is not there yet; later connects again by itself.</summary>
    public static ConfigurationOptions RedisOf(SiloOptions options)
    {
        var redis = ConfigurationOptions.Parse(options.Redis);
        redis.AbortOnConnectFail = false;
        return redis;
    }
}
