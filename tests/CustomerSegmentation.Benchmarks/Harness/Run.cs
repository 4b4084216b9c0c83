namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Measures rows one after the other and shows them.</summary>
internal static class Run
{
    /// <returns>0 when every row was measured or said why it cannot be, 1 when one failed.</returns>
    public static async Task<int> AllAsync(
        Bench bench, IReadOnlyList<(string Name, Func<Bench, IAsyncEnumerable<Row>> Measure)> all, FileInfo? json)
    {
        var before = Machine.Load();
        var began = TimeProvider.System.GetUtcNow();
        var rows = new List<Row>();
        var failed = 0;
        foreach (var (name, measure) in all)
        {
            bench.Say($"{name}, load {Machine.Load()}");
            try
            {
                await foreach (var row in measure(bench))
                {
                    rows.Add(row);
                    bench.Say($"  {row.Name}: {row.Value:G4} {row.Unit}, ceiling {row.Ceiling:G4}; {row.Note}");
                }
            }
            catch (Exception failure)
            {
                failed = 1;
                await Console.Error.WriteLineAsync(failure.ToString());
                rows.Add(Row.Missing(name, "", failure.Message));
            }
        }

        var took = TimeProvider.System.GetUtcNow() - began;
        Console.WriteLine(Machine.Describe(bench.Data));
        Console.WriteLine($"load average before {before}, after {Machine.Load()}; took {took:mm\\:ss}, {began:yyyy-MM-dd}; {bench.Sizes}");
        Console.WriteLine();
        Table.Print(rows, Console.Out);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, Table.ToJson(rows));
        }

        return failed;
    }
}
