using System.Diagnostics;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>Many callers, each with one call on the way.</summary>
internal static class Load
{
    /// <summary>Makes all calls; how many a second.</summary>
    public static async Task<double> RateAsync(int callers, int calls, Func<int, Task> call)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < calls;)
            {
                await call(i);
            }
        })));
        return calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
