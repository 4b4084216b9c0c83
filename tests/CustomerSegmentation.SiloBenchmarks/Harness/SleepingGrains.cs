using Orleans.Runtime;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>Customers and memory.</summary>
internal static class SleepingGrains
{
    /// <summary>Complete once no customer is in memory.</summary>
    public static async Task AllAsync(IGrainFactory grains)
    {
        do
        {
            await grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        }
        while (await AwakeAsync(grains) > 0);
    }

    /// <summary>How many customers are in memory.</summary>
    public static async Task<long> AwakeAsync(IGrainFactory grains) =>
        (await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(one => one.GrainType.Contains("CustomerGrain", StringComparison.Ordinal))
            .Sum(one => (long)one.ActivationCount);
}
