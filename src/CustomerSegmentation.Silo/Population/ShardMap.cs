using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Silo.Population;

/// <summary>Which shard has which customer: by hash, the same in every process.</summary>
internal sealed class ShardMap(IGrainFactory grains, SiloOptions options)
{
    private readonly IPopulationGrain?[] _shards = new IPopulationGrain?[options.Shards];

    /// <summary>How many there are.</summary>
    public int Count => options.Shards;

    /// <summary>Every shard, by number.</summary>
    public IEnumerable<IPopulationGrain> All => Enumerable.Range(0, Count).Select(number => this[number]);

    /// <summary>A shard by its number.</summary>
    public IPopulationGrain this[int number] => _shards[number] ??= grains.GetGrain<IPopulationGrain>(number);

    /// <summary>The shard of a customer.</summary>
    public IPopulationGrain Of(string customerId) => this[NumberOf(customerId)];

    /// <summary>The number of a customer's shard.</summary>
    public int NumberOf(string customerId) => (int)((XxHash64.Of(customerId) >> 32) * (ulong)Count >> 32);

    /// <summary>Asks every shard, all at the same time, what may be asked twice.</summary>
    public Task<T[]> AskAllAsync<T>(Func<IPopulationGrain, Task<T>> question, CancellationToken cancellation = default) =>
        Task.WhenAll(All.Select(shard => GrainRetry.AnswerAsync(() => question(shard), cancellation)));
}
