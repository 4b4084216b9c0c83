using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What holds customers at a border, seen through reads, the record and restarts.</summary>
public abstract class HysteresisContract : ContractSuite
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    protected override EngineOptions Options { get; } = new() { MinimumCustomersToFit = 50, Hysteresis = new(0.3, Week) };

    [Fact]
    public async Task Whoever_has_just_moved_stays_for_the_dwell_even_across_a_restart()
    {
        await BuyIntoADwellAsync();
        for (var start = 0; start < 2; start++)
        {
            var held = (await Engine.FindCustomerAsync("C")).ShouldNotBeNull();
            (held.Segment!.Id, held.Rfm!.Value.Monetary).ShouldBe(("potential-loyalist", 2_060m));
            held.Next.ShouldBe(new("champions", "Champions", Day(7)));
            await Running.RestartAsync();
        }

        Time.MoveTo(Day(7) - TimeSpan.FromSeconds(1));
        await Running.SweptAsync();
        (await HistoryAsync()).Count.ShouldBe(1);
        (await MembersAsync("potential-loyalist")).ShouldBe(["C"]);

        Time.MoveTo(Day(7) + TimeSpan.FromHours(1));
        var moved = (await Engine.FindCustomerAsync("C"))!.Segment!;
        (moved.Id, moved.Since, moved.Cause).ShouldBe(("champions", Day(7), MigrationCause.Decay));
        (await MembersAsync("champions")).ShouldBe(["C"]);
        (await MembersAsync("potential-loyalist")).ShouldBeEmpty();
        await Running.SweptAsync();
        var migration = (await HistoryAsync())[0];
        (migration.To, migration.EffectiveAt, migration.Cause, migration.EventId).ShouldBe(("champions", Day(7), MigrationCause.Decay, null));
    }

    [Fact]
    public async Task A_publication_moves_everyone_at_once()
    {
        await BuyIntoADwellAsync();
        Time.MoveTo(Day(2));

        await Engine.PublishAsync(0);

        var moved = (await Engine.FindCustomerAsync("C"))!.Segment!;
        (moved.Id, moved.Since, moved.Cause).ShouldBe(("champions", Day(2), MigrationCause.Refit));
    }

    [Fact]
    public async Task Other_hysteresis_takes_effect_at_the_next_start_as_a_publication_and_only_once()
    {
        await BuyIntoADwellAsync();
        Time.MoveTo(Day(2));

        await Running.RestartAsync(Options with { Hysteresis = null });

        await Running.SweptAsync();
        var released = (await HistoryAsync())[0];
        (released.To, released.EffectiveAt, released.Cause).ShouldBe(("champions", Day(2), MigrationCause.Refit));
        Time.MoveTo(Day(3));
        await Running.RestartAsync();
        (await Engine.ModelsAsync())[0].PublishedAt.ShouldBe(Day(2));

        await Running.RestartAsync(Options);
        await Running.SweptAsync();
        (await HistoryAsync()).Count.ShouldBe(2, "nobody moves because something might hold them later");
    }

    [Fact]
    public async Task A_customer_leaves_only_for_a_segment_that_is_surer_by_the_margin_and_all_reads_agree()
    {
        const double Margin = 0.3;
        await Running.RestartAsync(Options with { Hysteresis = new(Margin, TimeSpan.Zero) });
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(60));
        await Engine.FitAsync(new(K: 4, Publish: true));
        var held = 0;
        for (var day = 121.3; day < 460; day += 9)
        {
            Time.MoveTo(Day(day));
            var views = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Engine.FindCustomerAsync($"C{i}")));
            foreach (var view in views.Where(view => view!.Segment is not null))
            {
                var surest = view!.Alternatives[0].Confidence;
                surest.ShouldBeLessThanOrEqualTo((1 + Margin) * view.Segment!.Confidence + 1e-9, view.CustomerId);
                held += surest > view.Segment.Confidence ? 1 : 0;
            }

            var sizes = (await Engine.SegmentsAsync()).Segments.ToDictionary(size => size.Segment.Id, size => size.Customers);
            await Running.SweptAsync();
            foreach (var view in views)
            {
                (await HistoryAsync(view!.CustomerId))[0].To.ShouldBe(view.Segment?.Id);
            }

            views.Where(view => view!.Segment is not null).CountBy(view => view!.Segment!.Id)
                .ShouldAllBe(segment => sizes[segment.Key] == segment.Value);
        }

        held.ShouldBeGreaterThan(0, "a margin holds somebody");
    }

    /// <summary>On day 0 a potential loyalist; two orders and 2,060 on day 1 make a champion, but for the dwell.</summary>
    private async Task BuyIntoADwellAsync()
    {
        await Engine.RecordAsync([Bought("C", "O1", 0, 60)]);
        Time.MoveTo(Day(1));
        await Engine.RecordAsync([Bought("C", "O2", 1, 2_000)]);
    }

    private async Task<IReadOnlyList<Migration>> HistoryAsync(string customer = "C") =>
        (await Engine.MigrationsAsync(new(customer))).Items;

    private async Task<IEnumerable<string>> MembersAsync(string segment) =>
        (await Engine.MembersAsync(segment, null, 10))!.Items.Select(member => member.CustomerId);
}
