using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.EngineContract;

/// <summary>Segments keep their identity across refits, and fits that nobody asked for keep to their rules.</summary>
public abstract class RefitContract : ContractSuite
{
    [Fact]
    public async Task Refitting_unchanged_customers_keeps_ids_names_and_everybody_where_they_are()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var first = await Engine.FitAsync(new(K: 3, Publish: true));

        var second = await Engine.FitAsync(new(K: 3, Seed: 77, Publish: true));

        second.Model.Model.Segments.ShouldBe(first.Model.Model.Segments);
        second.Preview.Moved.ShouldBe(0);
        second.Model.Lineage.ShouldNotBeNull().Since.ShouldBe(1);
        second.Model.Lineage.Steps.ShouldAllBe(step => step.Event == LineageEvent.Continued && step.Overlaps.Single().ShareOfFrom == 1);
        (await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cause: MigrationCause.Refit, Cursor: cursor))))
            .ShouldAllBe(migration => migration.ModelVersion == 1);
    }

    [Theory]
    [InlineData("gaussianMixture", "gaussianMixture")]
    [InlineData("kmeans", "gaussianMixture")]
    [InlineData("gaussianMixture", "kmeans")]
    public async Task Identity_carries_over_whatever_the_algorithm(string before, string after)
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var first = await Engine.FitAsync(new(K: 3, Algorithm: before, Publish: true));

        var second = await Engine.FitAsync(new(K: 3, Algorithm: after, Publish: true));
        await Running.RestartAsync();

        second.Preview.Moved.ShouldBe(0);
        second.Model.Model.Segments.ShouldBe(first.Model.Model.Segments, ignoreOrder: true);
        var structure = second.Model.Gates.Single(gate => gate.Name == "structure");
        structure.Figure.ShouldBe(1, "three kinds that differ in everything at once are structure");
        (await Engine.ModelsAsync()).Where(model => model.FittedAt is not null)
            .OrderBy(model => model.Model.Version).Select(model => model.Algorithm).ShouldBe([before, after]);
        (await Engine.SegmentsAsync()).Segments.Select(size => size.Customers).ShouldBe([30L, 30L, 30L]);
    }

    [Fact]
    public async Task What_a_publication_would_do_can_be_asked_of_any_version_at_any_time()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var first = await Engine.FitAsync(new(K: 3));
        await Running.RestartAsync();

        var preview = (await Engine.PreviewAsync(first.Model.Model.Version)).ShouldNotBeNull();
        preview.Customers.ShouldBe(90);
        preview.Moves.ShouldBe(first.Preview.Moves);
        preview.Revenue.ShouldBe(first.Preview.Revenue, 1e-6);

        await Engine.PublishAsync(first.Model.Model.Version);
        (await Engine.PreviewAsync(first.Model.Model.Version))!.Moved.ShouldBe(0, "it is in force");
        var back = (await Engine.PreviewAsync(SegmentModel.RuleModelVersion)).ShouldNotBeNull();
        back.Moved.ShouldBe(90, "no fitted segment has the id of a rule's");
        back.Moves.Sum(move => move.Customers).ShouldBe(90);
        (await Engine.PreviewAsync(99)).ShouldBeNull();
    }

    [Fact]
    public async Task A_users_words_survive_refits_and_restarts()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var first = await Engine.FitAsync(new(K: 3, Publish: true));
        var id = first.Model.Model.Segments[0].Id;
        await Engine.EditSegmentAsync(id, new("The house", Description: null, "Invite them."));

        var second = await Engine.FitAsync(new(K: 3, Publish: true));
        await Running.RestartAsync();

        second.Model.Model.Segments.Select(segment => segment.Name).ShouldContain("The house");
        (Engine.SegmentDirectory[id].Name, Engine.SegmentDirectory[id].Action).ShouldBe(("The house", "Invite them."));
        (await Engine.SegmentsAsync()).Segments.Single(size => size.Segment.Id == id).Segment.Name.ShouldBe("The house");
        (await Engine.FindCustomerAsync("C0"))!.Segment!.ModelVersion.ShouldBe(2);
    }

    [Fact]
    public async Task A_segment_that_splits_keeps_its_id_in_one_part_and_only_the_others_move()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var two = await Engine.FitAsync(new(K: 2, Publish: true));

        var three = await Engine.FitAsync(new(K: 3, Publish: true));

        var known = two.Model.Model.Segments.Select(segment => segment.Id).ToList();
        var fresh = three.Model.Model.Segments.Select(segment => segment.Id).Except(known).ShouldHaveSingleItem();
        var split = three.Model.Lineage!.Steps.Single(step => step.Event == LineageEvent.Split);
        split.From.ShouldHaveSingleItem().ShouldBeOneOf([.. known]);
        split.To.ShouldBe([split.From[0], fresh], ignoreOrder: true);
        split.Overlaps.Select(overlap => overlap.Customers).ShouldBe([30L, 30L]);
        three.Preview.Moved.ShouldBe(30);
        var moves = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cause: MigrationCause.Refit, Cursor: cursor)));
        moves.Where(migration => migration.ModelVersion == 2).Select(migration => (migration.From, migration.To)).Distinct()
            .ShouldBe([(split.From[0], fresh)]);
        three.Model.Model.Segments.Select(segment => segment.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task The_preview_is_a_matrix_of_customers_and_revenue()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        await Engine.FitAsync(new(K: 2, Publish: true));

        var preview = (await Engine.FitAsync(new(K: 3))).Preview;

        preview.Matrix.Customers.Sum(row => row.Sum()).ShouldBe(90);
        preview.Matrix.From.Count.ShouldBe(2);
        preview.Matrix.To.Count.ShouldBe(3);
        var revenue = ThreeKinds(90).Sum(e => (double)e.Amount);
        preview.Revenue.ShouldBe(revenue, 1e-6);
        preview.Matrix.Revenue.Sum(row => row.Sum()).ShouldBe(revenue, 1e-6);
        preview.Moves.Sum(move => move.Revenue).ShouldBe(preview.MovedRevenue, 1e-6);
        preview.Moves.Sum(move => move.Customers).ShouldBe(preview.Moved);
    }

    [Fact]
    public async Task The_order_in_which_customers_came_does_not_change_a_fit()
    {
        Time.MoveTo(Day(120));
        var events = ThreeKinds(90).ToArray();
        await Engine.RecordAsync(events);
        var one = await Engine.FitAsync(new(K: 4));
        foreach (var customer in events.Select(e => e.CustomerId).Distinct())
        {
            await Engine.EraseCustomerAsync(customer);
        }

        new Random(3).Shuffle(events);
        await Engine.RecordAsync(events);
        var other = await Engine.FitAsync(new(K: 4));

        ((CentroidModel)other.Model.Model).ScaledCentroids.SelectMany(c => c)
            .ShouldBe(((CentroidModel)one.Model.Model).ScaledCentroids.SelectMany(c => c));
    }

    [Fact]
    public async Task A_refused_fit_leaves_the_model_in_force_and_says_why_even_after_a_restart()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(49));
        Engine.LastFit.ShouldBeNull();

        await Should.ThrowAsync<FitRefusedException>(() => Engine.FitAsync(new()));

        var last = Engine.LastFit.ShouldNotBeNull();
        (last.At, last.Trigger, last.Outcome, last.Version, last.Code).ShouldBe(
            (Day(120), FitTrigger.Asked, FitResult.Refused, null, "too_few_customers"));
        last.Reason.ShouldContain("49");
        await Running.SweptAsync();
        await Running.RestartAsync();
        Engine.LastFit.ShouldBe(last);
    }

    [Fact]
    public async Task A_schedule_proposes_and_a_person_approves()
    {
        // The schedule begins with everybody on record: an engine's own review may come as soon as time moves.
        Time.MoveTo(Day(120));
        await Running.RestartAsync(Options with { Refit = new() { Every = TimeSpan.FromDays(7), Drift = null } });
        await Engine.RecordAsync(ThreeKinds(90));

        Time.MoveTo(Day(128));
        await Running.SweptAsync();

        (await Engine.ModelsAsync()).Select(model => model.Status).ShouldBe([ModelStatus.Candidate, ModelStatus.Published]);
        (Engine.LastFit!.Trigger, Engine.LastFit.Outcome, Engine.LastFit.Version).ShouldBe((FitTrigger.Schedule, FitResult.Candidate, 1));
        (await Engine.PublishAsync(1)).ShouldNotBeNull().Status.ShouldBe(ModelStatus.Published);
        (Engine.LastFit!.Trigger, Engine.LastFit.Outcome, Engine.LastFit.Version).ShouldBe((FitTrigger.Schedule, FitResult.Published, 1));
    }

    [Fact]
    public async Task A_refit_by_schedule_keeps_the_algorithm_that_somebody_chose()
    {
        Time.MoveTo(Day(120));
        await Running.RestartAsync(Options with { Refit = new() { Every = TimeSpan.FromDays(7), Drift = null } });
        await Engine.RecordAsync(ThreeKinds(90));
        await Engine.FitAsync(new(K: 3, Algorithm: "gaussianMixture", Publish: true));

        Time.MoveTo(Day(128));
        await Running.SweptAsync();

        Engine.LastFit!.Trigger.ShouldBe(FitTrigger.Schedule);
        (await Engine.ModelsAsync())[0].Algorithm.ShouldBe("gaussianMixture");
    }

    [Fact]
    public async Task A_fit_that_passes_every_gate_goes_out_alone_and_another_one_is_held()
    {
        var auto = new RefitOptions { Every = TimeSpan.FromDays(7), Drift = null, Publish = RefitPublish.Auto };
        Time.MoveTo(Day(120));
        await Running.RestartAsync(Options with { Refit = auto with { Gates = new() { SmallestShare = 0.4 } } });
        await Engine.RecordAsync(ThreeKinds(90));
        Time.MoveTo(Day(128));
        await Running.SweptAsync();

        (Engine.LastFit!.Outcome, Engine.LastFit.Code).ShouldBe((FitResult.Held, "smallestShare"));
        (await Engine.SegmentsAsync()).ModelVersion.ShouldBe(0);

        await Running.RestartAsync(Options with { Refit = auto });
        Time.MoveTo(Day(136));
        await Running.SweptAsync();

        (Engine.LastFit!.Outcome, Engine.LastFit.Version).ShouldBe((FitResult.Published, 2));
        (await Engine.SegmentsAsync()).ModelVersion.ShouldBe(2);
        (await Engine.ModelsAsync())[0].Gates.ShouldAllBe(gate => gate.Passed);
    }

    [Fact]
    public async Task The_first_model_waits_for_history()
    {
        await Running.RestartAsync(Options with { Refit = new() { Every = TimeSpan.FromDays(1), LeastHistory = TimeSpan.FromDays(200) } });
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        await Running.SweptAsync();

        (Engine.LastFit!.Outcome, Engine.LastFit.Code).ShouldBe((FitResult.Refused, "too_little_history"));
        (await Engine.ModelsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refit_for_drift_goes_out_alone_where_that_is_allowed()
    {
        var gates = new GateLimits { SmallestShare = 0, Silhouette = -1, Drift = double.MaxValue };
        Time.MoveTo(Day(120));
        await Running.RestartAsync(Options with { Refit = new() { Publish = RefitPublish.Auto, Gates = gates } });
        await Engine.RecordAsync(ThreeKinds(90));
        await Engine.FitAsync(new(K: 3, Publish: true));
        await Running.SweptAsync();

        await Engine.RecordAsync([.. Enumerable.Range(0, 90).Select(i => Bought($"C{i}", $"more-{i}", 119, 9_000 + i))]);
        Time.MoveTo(Day(122));
        await Running.SweptAsync();

        (Engine.LastFit!.Trigger, Engine.LastFit.Outcome, Engine.LastFit.Version).ShouldBe((FitTrigger.Drift, FitResult.Published, 2));
        (await Engine.SegmentsAsync()).ModelVersion.ShouldBe(2);
    }

    [Fact]
    public async Task Customers_who_drift_away_from_the_model_are_fitted_anew_with_the_evidence_kept()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        await Engine.FitAsync(new(K: 3, Publish: true));
        await Running.SweptAsync();
        (await Engine.ModelsAsync()).Count.ShouldBe(2);

        // Everybody spends a hundred times as much.
        await Engine.RecordAsync([.. Enumerable.Range(0, 90).Select(i => Bought($"C{i}", $"more-{i}", 119, 9_000 + i))]);
        Time.MoveTo(Day(122));
        await Running.SweptAsync();

        var candidate = (await Engine.ModelsAsync())[0];
        candidate.Status.ShouldBe(ModelStatus.Candidate);
        candidate.Drift.ShouldNotBeNull().ModelVersion.ShouldBe(1);
        candidate.Drift.Features.Single(feature => feature.Name == "monetary").Index.ShouldBeGreaterThan(0.25);
        Engine.LastFit!.Trigger.ShouldBe(FitTrigger.Drift);

        Time.MoveTo(Day(123));
        await Running.SweptAsync();
        await Running.RestartAsync();
        (await Engine.ModelsAsync()).Count.ShouldBe(3, "drift that goes on is not fitted again every night");
        (await Engine.ModelsAsync())[0].Drift!.Worst.Actual.Sum().ShouldBe(1, 1e-12);
    }
}
