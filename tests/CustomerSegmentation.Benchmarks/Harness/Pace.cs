using System.Diagnostics;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Does something so many times a second; whatever fell behind is made up for at once.</summary>
internal static class Pace
{
    /// <returns>How often a second it came to.</returns>
    public static async Task<double> RunAsync(int perSecond, TimeSpan duration, Func<int, Task> act)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count;)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond));
            for (; i < due; i++)
            {
                await act(i);
            }

            await timer.WaitForNextTickAsync();
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
