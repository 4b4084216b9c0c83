using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Projection;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using Orleans.Storage;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>Says where the customers of a silo are kept.</summary>
internal static class CustomerStores
{
    /// <summary>Registers what customers need.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="inLedger">Whether their state is in the ledger's database; else it is in Redis.</param>
    public static void AddCustomerStores(this IServiceCollection services, bool inLedger)
    {
        services.AddSingleton<CustomerStates>();
        services.AddSingleton<ClosingCustomers>();
        services.AddSingleton<UnreadableCustomers>();
        services.AddSingleton<LedgerCustomers>();
        services.AddSingleton(provider => new RedisCustomers(
            provider.GetRequiredKeyedService<IGrainStorage>(RedisCustomerStorage.Name),
            provider.GetRequiredService<LedgerQueue>(),
            provider.GetRequiredService<ShardMap>(),
            provider.GetRequiredService<SiloClock>(),
            provider.GetRequiredService<SegmentProjection>(),
            provider.GetRequiredService<StorageHealth>()));
        services.AddSingleton(provider => new CustomerSurroundings(
            provider.GetRequiredService<SiloModels>(),
            provider.GetRequiredService<SiloClock>(),
            provider.GetRequiredService<RecordEnd>(),
            provider.GetRequiredService<UnreadableCustomers>(),
            inLedger ? InLedger(provider) : InRedis(provider)));
    }

    // Neither is made before a customer is activated: what they need depends in the end on the engine, which calls customers.
    private static Func<string, IGrainContext, CustomerStore> InLedger(IServiceProvider provider)
    {
        var silo = new Lazy<LedgerCustomers>(provider.GetRequiredService<LedgerCustomers>);
        return (customerId, _) => new LedgerCustomerStore(customerId, silo.Value);
    }

    private static Func<string, IGrainContext, CustomerStore> InRedis(IServiceProvider provider)
    {
        var silo = new Lazy<RedisCustomers>(provider.GetRequiredService<RedisCustomers>);
        return (customerId, activation) => new RedisCustomerStore(customerId, activation, silo.Value);
    }
}
