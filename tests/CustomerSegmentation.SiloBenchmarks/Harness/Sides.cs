using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.SiloBenchmarks.Harness;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Measure">Does a round, told by its number; how many events a second.</param>
/// <param name="Events">Of a round.</param>
internal sealed record Side(string Name, long Events, Func<int, Task<double>> Measure);

/// <summary>What the rounds of a side gave.</summary>
/// <param name="Rate">Events a second.</param>
/// <param name="Microseconds">Processor time of an event, of this program and the servers that it has started.</param>
internal sealed record SideSamples(Samples Rate, Samples Microseconds);

/// <summary>Several sides in turn, so that whatever else the machine does falls on all of them.</summary>
internal static class Sides
{
    /// <summary>One round of each to warm up, then <paramref name="rounds"/> that count. In the order of the sides.</summary>
    public static async Task<SideSamples[]> InterleaveAsync(int rounds, params Side[] sides)
    {
        var rates = Array.ConvertAll(sides, _ => new List<double>());
        var times = Array.ConvertAll(sides, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < sides.Length; i++)
            {
                GC.Collect(); // what a side has left behind is not the next one's to collect
                var before = Seconds();
                var rate = await sides[i].Measure(round);
                var took = Seconds() - before;
                if (round > 0)
                {
                    rates[i].Add(rate);
                    times[i].Add(took / sides[i].Events * 1e6);
                }
            }
        }

        return [.. sides.Select((_, i) => new SideSamples(new(rates[i]), new(times[i])))];
    }

    private static double Seconds() => Environment.CpuUsage.TotalTime.TotalSeconds + ProcessorTime.OfServers();
}
