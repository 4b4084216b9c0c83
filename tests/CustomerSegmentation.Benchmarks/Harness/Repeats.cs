namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Ours and its ceiling in turn, so that whatever else the machine does falls on both.</summary>
internal static class Repeats
{
    /// <summary>One round of each to warm up, then <paramref name="rounds"/> that count.</summary>
    public static async Task<(Samples Ours, Samples Ceiling)> InterleaveAsync(
        int rounds, Func<Task<double>> ours, Func<Task<double>> ceiling)
    {
        await ours();
        await ceiling();
        var mine = new List<double>();
        var bound = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            mine.Add(await ours());
            bound.Add(await ceiling());
        }

        return (new(mine), new(bound));
    }

    /// <summary>The same for what runs on the caller's thread.</summary>
    public static (Samples Ours, Samples Ceiling) Interleave(int rounds, Func<double> ours, Func<double> ceiling) =>
        InterleaveAsync(rounds, () => Task.FromResult(ours()), () => Task.FromResult(ceiling())).GetAwaiter().GetResult();
}
