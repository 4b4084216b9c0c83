using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.EngineContract;

/// <summary>What is told of segments, members, migrations and models.</summary>
public abstract class SegmentsContract : ContractSuite
{
    [Fact]
    public async Task The_first_customer_of_the_first_day_has_a_segment()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60)]);

        var segment = (await Engine.FindCustomerAsync("C"))!.Segment.ShouldNotBeNull();

        // R = 5 (10 days), F = 1, M = 2: FM = 2.
        segment.ShouldBe(new MembershipView(
            "potential-loyalist", "Potential Loyalist", Day(10), MigrationCause.Purchase, 0, Confidence: 1));
    }

    [Fact]
    public async Task Sizes_sum_to_the_customers_and_shares_to_one()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync([.. ThreeKinds(90), Refunded("lapsed", "X", 50, 10)]);

        var view = await Engine.SegmentsAsync();

        view.Customers.ShouldBe(91);
        view.Lapsed.ShouldBe(1);
        view.Segments.Sum(segment => segment.Customers).ShouldBe(90);
        view.Segments.Sum(segment => segment.Share).ShouldBe(1, 1e-12);
        view.Segments.Sum(segment => segment.RevenueShare).ShouldBe(1, 1e-12);
    }

    [Fact]
    public async Task Pages_of_members_hold_everyone_once()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var members = new List<string>();
        foreach (var segment in (await Engine.SegmentsAsync()).Segments)
        {
            var some = await AllPagesAsync(async cursor => (await Engine.MembersAsync(segment.Segment.Id, cursor, 7))!);
            some.Count.ShouldBe((int)segment.Customers);
            members.AddRange(some.Select(member => member.CustomerId));
        }

        members.Order().ShouldBe(Enumerable.Range(0, 90).Select(i => $"C{i}").Order());
    }

    [Fact]
    public async Task Unknown_segments_and_foreign_cursors_are_told_apart_from_empty_lists()
    {
        (await Engine.MembersAsync("nonsense", null, 10)).ShouldBeNull();
        (await Engine.MembersAsync("lost", null, 10)).ShouldNotBeNull().Items.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidCursorException>(() => Engine.MembersAsync("lost", "77-x", 10));
        await Should.ThrowAsync<InvalidCursorException>(() => Engine.MigrationsAsync(new(Cursor: "x")));
    }

    [Fact]
    public async Task Migrations_come_newest_first_and_by_customer_time_and_cause()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        await Running.SweptAsync();

        var all = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cursor: cursor, Limit: 7)));
        var one = (await Engine.MigrationsAsync(new("C0"))).Items;
        var some = (await Engine.MigrationsAsync(new(From: Day(50), To: Day(60), Limit: 1_000))).Items;
        var decays = (await Engine.MigrationsAsync(new(Cause: MigrationCause.Decay, Limit: 1_000))).Items;

        all.Select(migration => migration.EffectiveAt).ShouldBe(all.Select(migration => migration.EffectiveAt).OrderDescending());
        one.ShouldBe(all.Where(migration => migration.CustomerId == "C0"));
        one.Select(migration => migration.Sequence).ShouldBe(Enumerable.Range(1, one.Count).Reverse());
        some.ShouldBe(all.Where(migration => migration.EffectiveAt >= Day(50) && migration.EffectiveAt < Day(60)));
        decays.ShouldNotBeEmpty();
        decays.ShouldBe(all.Where(migration => migration.Cause == MigrationCause.Decay));
    }

    [Fact]
    public async Task A_segment_can_be_named_anew_and_keeps_its_name()
    {
        var edited = await Engine.EditSegmentAsync("lost", new("Gone", Description: null, "Let them go."));
        await Running.RestartAsync();

        edited.ShouldNotBeNull().Name.ShouldBe("Gone");
        var kept = Engine.SegmentDirectory["lost"];
        (kept.Name, kept.Action).ShouldBe(("Gone", "Let them go."));
        kept.Description.ShouldBe(edited.Description);
        (await Engine.EditSegmentAsync("nonsense", new("X", null, null))).ShouldBeNull();
    }

    [Fact]
    public async Task A_fit_is_a_proposal_until_it_is_published()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var before = (await Engine.FindCustomerAsync("C0"))!.Segment!;

        var fit = await Engine.FitAsync(new(K: 3));

        fit.Model.Status.ShouldBe(ModelStatus.Candidate);
        fit.Preview.Customers.ShouldBe(90);
        fit.Preview.Moves.Sum(move => move.Customers).ShouldBe(fit.Preview.Moved);
        (await Engine.FindCustomerAsync("C0"))!.Segment!.ShouldBe(before);

        Time.MoveTo(Day(121));
        var published = (await Engine.PublishAsync(fit.Model.Model.Version)).ShouldNotBeNull();

        published.Status.ShouldBe(ModelStatus.Published);
        published.PublishedAt.ShouldBe(Day(121));
        var sizes = await Engine.SegmentsAsync();
        sizes.ModelVersion.ShouldBe(1);
        sizes.Segments.Select(segment => segment.Customers).ShouldBe([30L, 30L, 30L]);
        var refits = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cause: MigrationCause.Refit, Cursor: cursor)));
        refits.Count.ShouldBe(90);
        refits.ShouldAllBe(migration => migration.EffectiveAt == Day(121) && migration.ModelVersion == 1);
    }

    [Fact]
    public async Task Customers_of_one_kind_share_a_segment_and_kinds_do_not()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        await Engine.FitAsync(new(K: 3, Publish: true));

        var segments = new List<(int Kind, string Segment)>();
        for (var i = 0; i < 90; i++)
        {
            segments.Add((i % 3, (await Engine.FindCustomerAsync($"C{i}"))!.Segment!.Id));
        }

        segments.Distinct().Count().ShouldBe(3);
        segments.Select(pair => pair.Segment).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Any_earlier_version_can_be_published_again_and_all_are_kept()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        var byRules = (await Engine.FindCustomerAsync("C0"))!.Segment!.Id;
        await Engine.FitAsync(new(K: 3, Publish: true));
        await Engine.FitAsync(new(K: 2, Publish: true));

        await Engine.PublishAsync(SegmentModel.RuleModelVersion);
        await Running.RestartAsync();

        (await Engine.FindCustomerAsync("C0"))!.Segment!.Id.ShouldBe(byRules);
        var models = await Engine.ModelsAsync();
        models.Select(model => (model.Model.Version, model.Status)).ShouldBe(
            [(2, ModelStatus.Retired), (1, ModelStatus.Retired), (0, ModelStatus.Published)]);
        (await Engine.PublishAsync(99)).ShouldBeNull();
    }

    [Fact]
    public async Task A_fit_of_too_few_customers_is_refused_and_changes_nothing()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(49));

        var refused = await Should.ThrowAsync<FitRefusedException>(() => Engine.FitAsync(new()));

        refused.Code.ShouldBe("too_few_customers");
        (await Engine.ModelsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ModelStatus.Published);
    }

    [Fact]
    public async Task A_customer_and_the_list_of_members_agree_at_any_moment()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        foreach (var day in new[] { 120.0, 133.7, 150, 181, 260, 400 })
        {
            Time.MoveTo(Day(day)); // and nobody waits for a sweep
            var sizes = await Engine.SegmentsAsync();
            var listed = new List<(string, string?)>();
            foreach (var segment in sizes.Segments.Select(size => size.Segment.Id))
            {
                var members = await AllPagesAsync(async cursor => (await Engine.MembersAsync(segment, cursor, 7))!);
                members.Count.ShouldBe((int)sizes.Segments.Single(size => size.Segment.Id == segment).Customers);
                listed.AddRange(members.Select(member => (member.CustomerId, (string?)segment)));
            }

            foreach (var i in Enumerable.Range(0, 30))
            {
                var own = (await Engine.FindCustomerAsync($"C{i}"))!.Segment?.Id;
                listed.Where(pair => pair.Item1 == $"C{i}").Select(pair => pair.Item2).ShouldBe(own is null ? [] : [own]);
            }
        }
    }
}
