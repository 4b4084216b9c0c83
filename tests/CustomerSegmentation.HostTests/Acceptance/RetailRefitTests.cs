using CustomerSegmentation.Engine;
using CustomerSegmentation.HostTests.Cli;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.HostTests.Acceptance;

/// <summary>A year of a shop through the tool into a real engine that refits itself every thirty days of event time.</summary>
public sealed class RetailRefitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public async Task A_refit_every_thirty_days_keeps_stable_names_and_each_step_is_justified_by_its_overlap(string table)
    {
        var file = RetailTables.PathOf(table);
        await using var running = await RunningEngine.StartAsync(
            "--Clock", "event", "--Currency", "GBP", "--Refit:Every", "30d", "--Refit:Publish", "auto", "--Refit:Drift", "never");

        var run = await ToolRun.OfAsync("import", file, "--to", running.Address);
        run.ExitCode.ShouldBe(0, run.Error);

        var models = (await running.Engine.ModelsAsync()).Where(model => model.FittedAt is not null).Reverse().ToList();
        models.ForEach(Describe);
        output.WriteLine($"{running.Engine.LastFit}");
        models.Count.ShouldBeInRange(10, 12);
        models.Zip(models.Skip(1), (one, next) => next.FittedAt - one.FittedAt).ShouldAllBe(gap => gap == TimeSpan.FromDays(30));

        var names = new Dictionary<string, string>();
        var inForce = (await running.Engine.ModelsAsync()).Single(model => model.Model is RuleModel);
        var inherited = 0;
        foreach (var model in models)
        {
            Justify(model, inForce.Model);
            model.Model.Segments.Select(segment => segment.Name).ShouldBeUnique();
            inherited += model.Model.Segments.Count(segment => names.ContainsKey(segment.Id));
            foreach (var segment in model.Model.Segments)
            {
                names.TryAdd(segment.Id, segment.Name);
                names[segment.Id].ShouldBe(segment.Name);
            }

            inForce = model.PublishedAt is null ? inForce : model;
        }

        // The customers of a shop do not become others within a month: most segments live on.
        var possible = models.Skip(1).Sum(model => model.Model.Segments.Count);
        output.WriteLine($"{inherited} of {possible} segments live on");
        inherited.ShouldBeGreaterThan(possible / 2);
    }

    private static void Justify(ModelRecord model, SegmentModel before)
    {
        var lineage = model.Lineage.ShouldNotBeNull();
        lineage.Since.ShouldBe(before.Version);
        lineage.Steps.SelectMany(step => step.To).Distinct().ShouldBe(model.Model.Segments.Select(segment => segment.Id), ignoreOrder: true);
        before.Segments.Select(segment => segment.Id).ShouldBeSubsetOf(lineage.Steps.SelectMany(step => step.From));
        foreach (var step in lineage.Steps)
        {
            foreach (var overlap in step.Overlaps)
            {
                if (overlap.From == overlap.To)
                {
                    Jaccard(overlap).ShouldBeGreaterThanOrEqualTo(SegmentMatching.MinOverlap - 1e-9);
                }
                else if (step.Event == LineageEvent.Split && overlap.To != step.From[0])
                {
                    overlap.ShareOfTo.ShouldBeGreaterThan(0.5);
                }
                else if (step.Event == LineageEvent.Merged && overlap.From != step.To[0])
                {
                    overlap.ShareOfFrom.ShouldBeGreaterThan(0.5);
                }
            }

            (step.Event switch
            {
                LineageEvent.Continued => step.From.SequenceEqual(step.To) && step.Overlaps.Count == 1,
                LineageEvent.Born => step.From.Count == 0 && !before.Segments.Any(segment => segment.Id == step.To.Single()),
                LineageEvent.Retired => step.To.Count == 0 && !model.Model.Segments.Any(segment => segment.Id == step.From.Single()),
                LineageEvent.Split => step.From.Count == 1 && step.To.Count > 1,
                _ => step.From.Count > 1 && step.To.Count == 1,
            }).ShouldBeTrue($"{step.Event}: {string.Join(',', step.From)} > {string.Join(',', step.To)}");
        }
    }

    /// <summary>Shared over either, from the shares of both: 1 / (1/s + 1/t − 1).</summary>
    private static double Jaccard(LineageOverlap overlap) => 1 / ((1 / overlap.ShareOfFrom) + (1 / overlap.ShareOfTo) - 1);

    private void Describe(ModelRecord model)
    {
        output.WriteLine($"version {model.Model.Version} {model.FittedAt:yyyy-MM-dd} {model.Status}, {model.Fit!.Customers} customers, "
            + $"drift {model.Drift?.Worst.Name} {model.Drift?.Worst.Index:0.00}: "
            + string.Join(", ", model.Model.Segments.Select(segment => $"{segment.Id} {segment.Name}"))
            + string.Concat(model.Gates.Where(gate => !gate.Passed).Select(gate => " HELD: " + gate.Reason)));
        foreach (var step in model.Lineage!.Steps)
        {
            output.WriteLine($"  {step.Event} {string.Join('+', step.From)} > {string.Join('+', step.To)}: "
                + string.Join(", ", step.Overlaps.Select(o => $"{o.From}>{o.To} {o.Customers} ({o.ShareOfFrom:P0} of {o.From}, {o.ShareOfTo:P0} of {o.To})")));
        }
    }
}
