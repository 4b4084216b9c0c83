using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace CustomerSegmentation.Silo.Storage;

/// <summary>Where customers keep their state, in the codec of Orleans rather than as JSON.</summary>
internal static class RedisCustomerStorage
{
    /// <summary>Name of the storage provider.</summary>
    public const string Name = "customers";

    /// <summary>In Redis; it should sync what it has written to disk (<c>appendonly yes</c>).</summary>
    public static ISiloBuilder AddCustomersInRedis(this ISiloBuilder silo, ConfigurationOptions redis) =>
        silo.AddRedisGrainStorage(Name, options => options.Configure<Serializer>((storage, serializer) =>
        {
            storage.ConfigurationOptions = redis;
            storage.DeleteStateOnClear = true;
            storage.GrainStorageSerializer = new CustomerStateSerializer(new OrleansGrainStorageSerializer(serializer));
        }));
}
