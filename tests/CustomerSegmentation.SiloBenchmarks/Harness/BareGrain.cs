using CustomerSegmentation.Silo.Storage;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>What a customer's grain costs in Orleans alone: the same storage, as many bytes, and nothing done.</summary>
internal interface IBareGrain : IGrainWithStringKey
{
    /// <summary>Writes so many bytes.</summary>
    Task WriteAsync(int bytes);
}

internal sealed class BareGrain([PersistentState("bare", RedisCustomerStorage.Name)] IPersistentState<BareState> storage) : Grain, IBareGrain
{
    public Task WriteAsync(int bytes)
    {
        storage.State.Bytes = new byte[bytes];
        storage.State.Version++;
        return storage.WriteStateAsync();
    }
}

[GenerateSerializer, Alias("bare-state")]
internal sealed class BareState
{
    [Id(0)] public byte[] Bytes { get; set; } = [];

    [Id(1)] public long Version { get; set; }
}
