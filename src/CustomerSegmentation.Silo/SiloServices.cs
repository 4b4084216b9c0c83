using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Projection;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>What a silo needs besides Orleans.</summary>
internal static class SiloServices
{
    /// <summary>Registers the engine of a silo. Orleans comes before it, what feeds it after it.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="engine">Settings of the engine.</param>
    /// <param name="silo">Settings of the silo.</param>
    /// <param name="ledger">The ledger, open; it is closed with the silo.</param>
    /// <param name="time">The time on the wall. Orleans itself keeps to the system's.</param>
    /// <param name="import">What this silo brings into its cluster; null for nothing.</param>
    public static IServiceCollection AddSegmentationSilo(
        this IServiceCollection services,
        EngineOptions engine,
        SiloOptions silo,
        LedgerDatabase ledger,
        TimeProvider time,
        ImportRequest? import = null)
    {
        // Made by the container, so that it closes them, in the reverse order: the ledger last.
        services.AddSingleton(_ => ledger);
        services.AddExceptionSerialization();
        services.AddSingleton(engine);
        services.AddSingleton(silo);
        services.AddSingleton(provider =>
        {
            var wall = CheckedWallClock.Of(time, engine);
            wall.Resume(provider.GetRequiredService<LedgerDatabase>().Reader.Meta(Markers.WallClock));
            return new SiloClock(engine.Clock, wall);
        });
        services.AddSingleton(provider => provider.GetRequiredService<SiloClock>().Wall);
        services.AddSingleton(provider => new RecordEnd(provider.GetRequiredService<LedgerDatabase>().Record.End()));
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<StorageHealth>();
        services.AddSingleton<ShardNotifier>();
        services.AddSingleton<LedgerQueue>();
        services.AddSingleton<RecordedWallClock>();
        services.AddSingleton<ErasureScrub>();
        services.AddCustomerStores(ledger.HasState);
        services.AddSingleton<SiloModels>();
        services.AddSingleton<RetrainingObserver>();
        services.AddSingleton<ShardMap>();
        services.AddSingleton<CustomerReferences>();
        services.AddSingleton<CustomerCalls>();
        services.AddSingleton<ClusterStream>();
        services.AddSingleton<IMigrationRecord, ClusterRecord>();
        services.AddSingleton<ISubscriptionStore, LedgerSubscriptions>();
        services.AddSingleton<OrleansEngine>();
        services.AddSingleton<ISegmentationEngine>(provider => provider.GetRequiredService<OrleansEngine>());
        services.AddSingleton<SegmentProjection>();
        services.AddHostedService(provider => provider.GetRequiredService<SegmentProjection>());
        services.AddSingleton(import ?? ImportRequest.None);
        services.AddSingleton<ImportedRecord>();
        services.AddSingleton<ImportedCustomers>();
        services.AddSingleton<ClusterImport>();
        services.AddSingleton<SiloMaintenance>();
        return services.AddHostedService(provider => provider.GetRequiredService<SiloMaintenance>());
    }
}
