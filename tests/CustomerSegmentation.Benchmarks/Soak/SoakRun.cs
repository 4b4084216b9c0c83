using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.HostTests.Brokers;
using CustomerSegmentation.HostTests.Soak;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>
/// The product's host on a real broker for a long time at a steady rate, both killed again and again: nothing lost or
/// counted twice, memory flat, delays stable.
/// </summary>
internal static class SoakRun
{
    private const int ProbesPerSecond = 50;

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(10);

    /// <param name="bench">Where it works and what it says.</param>
    /// <param name="duration">Of the stream.</param>
    /// <param name="rate">Events a second; null for 60 % of the capacity, which is measured first.</param>
    /// <param name="json">Also write the closing rows to this file.</param>
    /// <returns>0 when everything was met.</returns>
    public static async Task<int> RunAsync(Bench bench, TimeSpan duration, double? rate, FileInfo? json)
    {
        if (!RabbitMqBroker.IsInstalled)
        {
            await Console.Error.WriteLineAsync(RabbitMqBroker.NotInstalled);
            return 1;
        }

        var before = Machine.Load();
        var plan = new SoakPlan(duration);
        var shop = new SoakShop(plan.Customers);
        var folder = bench.NewFolder();
        await using var broker = new RabbitMqBroker();
        await using var engine = new SoakEngine(folder, broker);
        var scene = new SoakSetup(bench, plan, broker, engine, shop, folder);
        await scene.FillAsync();
        double? capacity = rate is null ? await scene.CapacityAsync() : null;
        var perSecond = rate ?? Math.Round(capacity!.Value * SoakPlan.Share);
        var count = (long)(perSecond * duration.TotalSeconds);
        var sold = shop.Sold;
        bench.Say($"{count:N0} events at {perSecond:N0} events/s, {plan.Kills} kills");

        SoakTimeline course;
        await using (var probes = new SoakProbes(engine, every: Math.Max(1, (long)(perSecond / ProbesPerSecond))))
        {
            var started = Stopwatch.GetTimestamp();
            await using var stream = SoakStream.Start(broker.Address, shop, perSecond, count, probes.Sold);
            await using var vitals = new SoakVitals(engine, () => sold + stream.Confirmed);
            using var ended = new CancellationTokenSource();
            var telling = scene.TellAsync(stream, probes, ended.Token);
            var kills = await scene.KillInTurnAsync(started);
            await stream.Ended.WaitAsync(duration + WaitTimeout, TimeProvider.System);
            var took = Stopwatch.GetElapsedTime(started);
            await probes.AllSeenAsync(WaitTimeout);
            await ended.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Check.Equal(count, stream.Confirmed);
            course = new(plan, started, took, count, stream.Repeated, stream.Stalls, kills, [.. probes.Seen], [.. vitals.Taken]);
        }

        var end = await scene.EndAsync();
        Console.WriteLine(Machine.Describe(bench.Data));
        Console.WriteLine(
            $"{duration} at {perSecond:N0} events/s ({(capacity is { } most ? $"60 % of a capacity of {most:N0}" : "as asked")}), "
            + $"{plan.Customers:N0} customers, load average before {before}, after {Machine.Load()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");
        Console.WriteLine();
        SoakReport.PrintIntervals(course, Console.Out);
        Console.WriteLine();
        var rows = SoakReport.Rows(course, end);
        Table.Print(rows, Console.Out);
        var missed = rows.Where(static row => row.Met == false).Select(static row => row.Name).ToList();
        Console.WriteLine();
        Console.WriteLine(missed.Count == 0 ? "Everything was met." : $"Not met: {string.Join(", ", missed)}. {end.Audit.Example}");
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, Table.ToJson(rows));
        }

        return missed.Count == 0 ? 0 : 1;
    }
}
