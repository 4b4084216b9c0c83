using System.CommandLine;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Benchmarks.Rows;

(string Name, Func<Bench, IAsyncEnumerable<Row>> Measure)[] all =
[
    ("record", RecordRow.MeasureAsync),
    ("customer", CustomerRow.MeasureAsync),
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
var command = new RootCommand("Measures the engine's paths, each beside its ceiling in the same run.") { quick, json, only, data };
command.SetAction(async parsed =>
{
    using var bench = new Bench(parsed.GetValue(quick), parsed.GetValue(data)!);
    var name = parsed.GetValue(only);
    return await Run.AllAsync(bench, [.. all.Where(row => name is null || row.Name == name)], parsed.GetValue(json));
});
return await command.Parse(args).InvokeAsync();
