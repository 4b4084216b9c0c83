using System.CommandLine;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Benchmarks.Micro;
using CustomerSegmentation.Benchmarks.Rows;
using CustomerSegmentation.Benchmarks.Soak;
using CustomerSegmentation.Edge.Configuration;

(string Name, Func<Bench, IAsyncEnumerable<Row>> Measure)[] all =
[
    ("record", RecordRow.MeasureAsync),
    ("customer", CustomerRow.MeasureAsync),
    ("growth", GrowthRow.MeasureAsync),
    ("http-ndjson", HttpNdjsonRow.MeasureAsync),
    ("rabbitmq-1", bench => RabbitMqRow.MeasureAsync(bench, eventsPerMessage: 1)),
    ("rabbitmq-100", bench => RabbitMqRow.MeasureAsync(bench, eventsPerMessage: 100)),
    ("memory", MemoryRow.MeasureAsync),
    ("visible", VisibleRow.MeasureAsync),
    ("sweep", SweepRow.MeasureAsync),
    ("read", ReadRow.MeasureAsync),
    ("restart", RestartRow.MeasureAsync),
    ("matrix", MigrationsRow.MatrixAsync),
    ("flows", MigrationsRow.FlowsAsync),
    ("history", MigrationsRow.HistoryAsync),
    ("stream", StreamRow.MeasureAsync),
    ("fit-kmeans-3", bench => FitRow.KMeansAsync(bench, width: 3)),
    ("fit-kmeans-18", bench => FitRow.KMeansAsync(bench, width: 18)),
    ("fit-mixture", FitRow.MixtureAsync),
    ("fit-sample", FitSampleRow.MeasureAsync),
    ("assign", AssignRow.MeasureAsync),
    ("refit-pause", RefitPauseRow.MeasureAsync),
    ("peer-postgres", PeerRow.PostgresAsync),
    ("peer-redis", PeerRow.RedisAsync),
    ("peer-redis-synced", PeerRow.SyncedRedisAsync),
    ("peer-batch", PeerBatchRow.MeasureAsync),
    ("dashboards", DashboardRow.MeasureAsync),
    ("dashboard-open", DashboardOpenRow.MeasureAsync),
];

var quick = new Option<bool>("--quick") { Description = "Small sizes: under 3 minutes. Without it: under 30." };
var json = new Option<FileInfo?>("--json") { Description = "Also write the rows to this file." };
var only = new Option<string?>("--only") { Description = "Measure this row alone." };
only.AcceptOnlyFromAmong([.. all.Select(row => row.Name)]);
var data = new Option<string>("--data")
{
    Description = "A folder on a real disk to work in.",
    DefaultValueFactory = _ => Path.GetTempPath(),
};
var micro = new Option<string?>("--micro")
{
    Description = "Instead: the inner loops one by one, by BenchmarkDotNet; all of them, or those of a name with wildcards.",
    Arity = ArgumentArity.ZeroOrOne,
};
var soak = new Option<string?>("--soak")
{
    Description = "Instead of the rows: a steady stream for so long (1h, 3m), with kills of engine and broker in between. By default 1h.",
    Arity = ArgumentArity.ZeroOrOne,
    HelpName = "duration",
};
var rate = new Option<double?>("--rate") { Description = "Events a second of the soak. By default 60 % of the capacity, which is measured first." };
var command = new RootCommand("Measures the engine's paths, each beside its ceiling in the same run.") { quick, json, only, data, micro, soak, rate };
command.SetAction(async parsed =>
{
    if (parsed.GetResult(micro) is not null)
    {
        return InnerLoops.Run(parsed.GetValue(micro) ?? "*");
    }

    using var bench = new Bench(parsed.GetValue(quick), parsed.GetValue(data)!);
    if (parsed.GetResult(soak) is not null)
    {
        var duration = Duration.Parse("--soak", parsed.GetValue(soak) ?? "1h");
        return await SoakRun.RunAsync(bench, duration, parsed.GetValue(rate), parsed.GetValue(json));
    }

    var name = parsed.GetValue(only);
    return await Run.AllAsync(bench, [.. all.Where(row => name is null || row.Name == name)], parsed.GetValue(json));
});
return await command.Parse(args).InvokeAsync();
