using System.CommandLine;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.SiloBenchmarks.Rows;

(string Name, Func<Bench, IAsyncEnumerable<Row>> Measure)[] all =
[
    ("silo-1", bench => RecordRow.MeasureAsync(bench, eventsPerCustomer: 1)),
    ("silo-10", bench => RecordRow.MeasureAsync(bench, eventsPerCustomer: 10)),
    ("silo-population", PopulationRow.MeasureAsync),
    ("silo-file-1", new FileRow("silo-file-1", 1, 1, OfRedis: 1.8, OfLanes: 0.40, OfEcho: 0.22).MeasureAsync),
    ("silo-file-10", new FileRow("silo-file-10", 1, 10, OfRedis: 1.8, OfLanes: 0.50).MeasureAsync),
    ("silo-file-lots", new FileRow("silo-file-lots", 1_000, 1, OfRedis: 2, OfLanes: 0.10).MeasureAsync),
    ("silo-file-rabbitmq", FileRabbitMqRow.MeasureAsync),
    ("silo-file-population", FilePopulationRow.MeasureAsync),
    ("silo-postgres-1", new PostgresStateRow("silo-postgres-1", CustomersOfCall: 1).MeasureAsync),
    ("silo-postgres-lots", new PostgresStateRow("silo-postgres-lots", CustomersOfCall: 1_000).MeasureAsync),
];

var quick = new Option<bool>("--quick") { Description = "Small sizes." };
var json = new Option<FileInfo?>("--json") { Description = "Also write the rows to this file." };
var only = new Option<string?>("--only") { Description = "Measure this row alone." };
only.AcceptOnlyFromAmong([.. all.Select(row => row.Name)]);
var data = new Option<string>("--data")
{
    Description = "A folder on a real disk to work in.",
    DefaultValueFactory = _ => Path.GetTempPath(),
};
var command = new RootCommand("Measures the silo's paths on its file, and on a real Redis and PostgreSQL, each beside what bounds it.") { quick, json, only, data };
command.SetAction(async parsed =>
{
    using var bench = new Bench(parsed.GetValue(quick), parsed.GetValue(data)!);
    var name = parsed.GetValue(only);
    return await Run.AllAsync(bench, [.. all.Where(row => name is null || row.Name == name)], parsed.GetValue(json));
});
return await command.Parse(args).InvokeAsync();
