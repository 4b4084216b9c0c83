using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;

namespace CustomerSegmentation.Benchmarks.Soak;

/// <summary>A soak in a table of intervals, and its end in rows that are met or not.</summary>
internal static class SoakReport
{
    /// <summary>What a further order takes in memory, in bytes: row <c>memory-order</c>.</summary>
    private const double BytesAnOrder = 33;

    private const double MaxGrowth = 1.1;
    private const double MaxSlower = 2;
    private const double MiB = 1 << 20;

    public static void PrintIntervals(SoakTimeline course, TextWriter output)
    {
        output.WriteLine("| from | orders confirmed | visible p50, ms | p99 | p99 without recoveries | resident, MiB | managed heap, MiB | killed |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|---|");
        for (var i = 0; i < course.Plan.Intervals; i++)
        {
            var time = (From: course.Plan.Interval * i, To: course.Plan.Interval * (i + 1));
            var (all, calm, vitals) = (course.DelaysIn(time), course.DelaysIn(time, calm: true), course.VitalsIn(time));
            output.WriteLine(
                $"| {time.From:hh\\:mm\\:ss} | {(vitals.Count == 0 ? 0 : vitals[^1].Orders):N0} | {Quantile(all, 0.5)} | {Quantile(all, 0.99)} | {Quantile(calm, 0.99)} "
                + $"| {Median(vitals, static look => look.Resident) / MiB:0} | {Median(vitals, static look => look.Heap) / MiB:0} "
                + $"| {string.Join("; ", course.KillsIn(time).Select(n => Tell(course, n)))} |");
        }
    }

    public static IReadOnlyList<Row> Rows(SoakTimeline course, SoakEnd end)
    {
        var plan = course.Plan;
        var (early, late) = (course.VitalsIn(plan.Settled), course.VitalsIn(plan.Closing));
        var grown = BytesAnOrder * (Median(late, static look => look.Orders) - Median(early, static look => look.Orders));
        var delays = course.DelaysIn(plan.After, calm: true);
        return
        [
            None("soak-lost", "orders", end.Audit.Lost, $"of {end.Sold:N0}, customer by customer; {course.Events:N0} of them published in {course.Took:hh\\:mm\\:ss}, {course.Repeated:N0} once more, {course.Stalls} stalls"),
            None("soak-doubled", "orders", end.Audit.Doubled, "counted beyond those that there are"),
            None("soak-sums", "customers", end.Audit.WrongSums, "with another sum than the shop's: what was counted twice in one order would be here"),
            None("soak-strangers", "customers", end.Audit.Strangers, "that one side has and the other does not"),
            None("soak-file", "events", Math.Abs(end.OnRecord - end.Sold), $"by which the file, opened again, differs; {end.FileBytes / MiB:N0} MiB, {end.FileBytes / (double)end.Sold:0} B/event, {end.Migrations / (double)end.Sold:0.00} migrations an event, journal {end.JournalBytes / MiB:N0} MiB before the stop"),
            None("soak-queue", "messages", end.Queued, "left with the broker, by its own count"),
            None("soak-refused", "messages", end.Refused, "dead-lettered"),
            Row.Of("soak-p50", "ms", Samples.One(delays.Median), Samples.One(course.Before.Median), "the same as below", MaxSlower * course.Before.Median),
            Row.Of("soak-p99", "ms", Samples.One(delays.Quantile(0.99)), Samples.One(course.Usual), $"due to visible over HTTP, last quarter beside before the first kill, {delays.Values.Count:N0} and {course.Before.Values.Count:N0} probes", MaxSlower * course.Usual),
            Memory("soak-resident", early, late, static look => look.Resident, grown),
            // As of the last collection of any kind: how much of it is garbage varies, so it is shown and not judged.
            Memory("soak-heap", early, late, static look => look.Heap, grown) with { Target = null, Met = null },
            Recovery(course, "engine"),
            Recovery(course, "broker"),
            None("soak-unrecovered", "kills", course.Recoveries.Count(static recovered => recovered is null), "whose traces were not gone by the next"),
        ];
    }

    private static Row None(string name, string unit, long value, string note) =>
        Row.Of(name, unit, Samples.One(value), ceiling: null, note, target: 0);

    private static Row Memory(string name, IReadOnlyList<Vitals> early, IReadOnlyList<Vitals> late, Func<Vitals, double> bytes, double grown) =>
        early.Count == 0 || late.Count == 0 ? Row.Missing(name, "MiB", "nobody looked") with { Met = false } :
        Row.Of(name, "MiB", Samples.One(Median(late, bytes) / MiB), Samples.One(Median(early, bytes) / MiB),
            $"medians, last twelfth beside the eighth, both of the last life, {grown / MiB:N0} MiB of orders since",
            MaxGrowth * (Median(early, bytes) + grown) / MiB);

    private static Row Recovery(SoakTimeline course, string what)
    {
        double[] seconds = [.. Enumerable.Range(0, course.Kills.Count).Where(n => course.Kills[n].What == what).Select(course.SecondsToRecover).OfType<double>()];
        return seconds.Length == 0
            ? Row.Missing($"soak-recovery-{what}", "s", "never")
            : Row.Of($"soak-recovery-{what}", "s", new(seconds), ceiling: null, $"{seconds.Length} kills, until a sale due since was visible within the usual {course.Usual:0.0} ms");
    }

    private static string Tell(SoakTimeline course, int n)
    {
        var kill = course.Kills[n];
        return $"{kill.What}, up after {Stopwatch.GetElapsedTime(kill.Killed, kill.Up).TotalSeconds:0.0} s, recovered after {course.SecondsToRecover(n)?.ToString("0.0") ?? "–"} s";
    }

    private static double Median(IReadOnlyList<Vitals> vitals, Func<Vitals, double> value) =>
        vitals.Count == 0 ? 0 : new Samples([.. vitals.Select(value)]).Median;

    private static string Quantile(Samples samples, double share) =>
        samples.Values.Count == 0 ? "–" : samples.Quantile(share).ToString("0.0");
}
