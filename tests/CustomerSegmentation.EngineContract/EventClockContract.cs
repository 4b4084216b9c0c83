using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.EngineContract;

/// <summary>History replays into the migrations that a live engine would have recorded.</summary>
public abstract class EventClockContract : ContractSuite
{
    protected override EngineOptions Options { get; } = new() { Clock = EngineClock.Event, MinimumCustomersToFit = 50 };

    [Fact]
    public async Task Now_is_the_newest_event()
    {
        Time.MoveTo(Day(1_000));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60), Bought("D", "O2", 40, 60), Bought("E", "O3", 5, 60)]);

        Engine.Now.ShouldBe(Day(40));
        (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.RecencyDays.ShouldBe(30);
        await Running.RestartAsync();
        Engine.Now.ShouldBe(Day(40));
    }

    [Fact]
    public async Task The_first_moment_of_all_is_a_moment()
    {
        Time.MoveTo(Day(1_000));
        var first = Bought("C", "O1", 0, 60) with { OccurredAt = DateTimeOffset.MinValue };

        (await Engine.RecordAsync([first])).Recorded.ShouldBe(1);

        (await Engine.FindCustomerAsync("C"))!.LastPurchaseAt.ShouldBe(DateTimeOffset.MinValue);
        (await Engine.SegmentsAsync()).Customers.ShouldBe(1);
        (await Engine.RecordAsync([Bought("C", "O2", 10, 60)])).Recorded.ShouldBe(1);
        (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.Frequency.ShouldBe(1);
    }

    [Fact]
    public async Task The_wall_still_refuses_events_from_the_future()
    {
        Time.MoveTo(Day(20));

        var receipt = await Engine.RecordAsync([Bought("C", "O1", 21, 60)]);

        receipt.Refused.ShouldHaveSingleItem();
        Engine.Now.ShouldBeLessThan(Day(20));
    }

    [Fact]
    public async Task A_refused_event_does_not_move_the_clock()
    {
        Time.MoveTo(Day(1_000));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60)]);
        await Engine.RecordAsync([Bought("C", "O9", 900, 60, id: "O1-p")]);

        Engine.Now.ShouldBe(Day(10));
    }

    [Fact]
    public async Task A_replay_records_what_a_naive_walk_through_each_history_gives()
    {
        Time.MoveTo(Day(1_000));
        var events = ThreeKinds(60).OrderBy(e => e.OccurredAt).ToList();
        events.Add(Bought("last", "last", 300, 60));
        foreach (var some in events.Chunk(13))
        {
            await Engine.RecordAsync(some);
        }

        await Running.SweptAsync();

        foreach (var customer in events.GroupBy(e => e.CustomerId))
        {
            var migrations = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(customer.Key, Cursor: cursor)));
            migrations.ShouldAllBe(migration => migration.Cause != MigrationCause.Correction);
            migrations.Reverse();
            migrations.Select(migration => (migration.To, migration.EffectiveAt)).ShouldBe(
                NaiveTimeline.Through([.. customer], until: Day(300)), customer.Key);
        }
    }

    [Fact]
    public async Task Reading_in_the_middle_of_a_replay_records_nothing()
    {
        Time.MoveTo(Day(1_000));
        await Engine.RecordAsync([Bought("X", "X1", 0, 60), Bought("Y", "Y1", 45.2, 60)]);

        (await Engine.SegmentsAsync()).Customers.ShouldBe(2);
        await Engine.MembersAsync("promising", null, 10);
        (await Engine.FindCustomerAsync("X"))!.Segment!.Id.ShouldBe("need-attention", "45 days have passed");
        await Engine.RecordAsync([Bought("X", "X2", 45.3, 60), Bought("last", "L", 45.4, 60)]);

        // Day 0: R 5, F 1, M 2. Day 14: R 4. Day 45: R 2. Day 45.3: R 5, F 2, M 2: Potential Loyalist.
        var migrations = (await Engine.MigrationsAsync(new("X"))).Items;
        migrations.Reverse().Select(migration => (migration.Cause, migration.EffectiveAt, migration.RecordedAt)).ShouldBe(
        [
            (MigrationCause.Purchase, Day(0), Day(0)),
            (MigrationCause.Decay, Day(45).AddSeconds(1), Day(45).AddSeconds(1)),
            (MigrationCause.Purchase, Day(45.3), Day(45.3)),
        ]);
    }

    [Fact]
    public async Task An_event_behind_the_stream_is_a_correction_only_if_time_had_moved_its_customer_by_then()
    {
        Time.MoveTo(Day(1_000));
        await Engine.RecordAsync(
        [
            Bought("X", "X1", 0, 60), Bought("Z", "Z1", 10, 60), Bought("Y", "Y1", 45.2, 60),
            Bought("X", "X2", 44.9, 60), Bought("Z", "Z2", 44.9, 900),
        ]);

        // X had needed attention since day 45, when the stream was at day 45.2; Z is where they were since day 24.
        var late = (await Engine.MigrationsAsync(new("X"))).Items[0];
        (late.Cause, late.EffectiveAt, late.RecordedAt).ShouldBe((MigrationCause.Correction, Day(45.2), Day(45.2)));
        var behind = (await Engine.MigrationsAsync(new("Z"))).Items[0];
        (behind.Cause, behind.EffectiveAt, behind.RecordedAt).ShouldBe((MigrationCause.Purchase, Day(44.9), Day(45.2)));
    }

    [Fact]
    public async Task Scheduled_refits_happen_in_event_time_however_the_stream_is_cut()
    {
        Time.MoveTo(Day(1_000));
        var options = Options with
        {
            Refit = new()
            {
                Every = TimeSpan.FromDays(15),
                Drift = null,
                Publish = RefitPublish.Auto,
                LeastHistory = TimeSpan.FromDays(20),
                Gates = new() { SmallestShare = 0, Silhouette = -1, Drift = double.MaxValue },
            },
        };
        var events = ThreeKinds(90).OrderBy(e => e.OccurredAt).ToList();
        events.Add(Bought("last", "last", 160, 60));

        var byFew = await ReplayAsync(options, events, portion: 13);
        var atOnce = await ReplayAsync(options, events, portion: events.Count);

        byFew.Models.Count.ShouldBeGreaterThan(3);
        atOnce.Models.ShouldBe(byFew.Models);
        atOnce.Migrations.ShouldBe(byFew.Migrations);

        // Multiples of fifteen days since 1970: 1 January 2026 is day 20,454 = 1,363 × 15 + 9.
        byFew.FittedAt.ShouldAllBe(at => ((at - Day(6)).TotalDays % 15) == 0);
    }

    [Fact]
    public async Task Drift_is_looked_at_at_the_midnights_of_event_time()
    {
        Time.MoveTo(Day(1_000));
        await using var running = await StartAsync(
            Options with
            {
                Refit = new() { Publish = RefitPublish.Auto, Gates = new() { SmallestShare = 0, Silhouette = -1, Drift = double.MaxValue } },
            },
            Time);
        var engine = running.Engine;
        await engine.RecordAsync([.. ThreeKinds(90).OrderBy(e => e.OccurredAt)]);
        await engine.FitAsync(new(K: 3, Publish: true));
        var fitted = engine.Now;

        // Everybody's recency has grown by weeks when the next event comes.
        await engine.RecordAsync([Bought("last", "last", 150.5, 60)]);

        var last = engine.LastFit.ShouldNotBeNull();
        (last.Trigger, last.Outcome, last.At.TimeOfDay).ShouldBe((FitTrigger.Drift, FitResult.Published, TimeSpan.Zero));
        last.At.ShouldBeInRange(fitted, Day(150));
        (await engine.SegmentsAsync()).ModelVersion.ShouldBeGreaterThan(1);
    }

    private async Task<(List<DateTimeOffset> FittedAt, List<string> Models, List<string> Migrations)> ReplayAsync(
        EngineOptions options, IReadOnlyList<PurchaseEvent> events, int portion)
    {
        await using var running = await StartAsync(options, Time);
        foreach (var some in events.Chunk(portion))
        {
            await running.Engine.RecordAsync(some);
        }

        await running.SweptAsync();
        var models = (await running.Engine.ModelsAsync()).Where(model => model.FittedAt is not null).ToList();
        var migrations = await AllPagesAsync(cursor => running.Engine.MigrationsAsync(new(Cursor: cursor)));
        return (
            [.. models.Select(model => model.FittedAt!.Value)],
            [.. models.Select(model => $"{model.Model.Version} {model.FittedAt:O} {model.PublishedAt:O} "
                + string.Join(' ', model.Model.Segments.Select(segment => segment.Id + segment.Name))
                + string.Join(' ', ((CentroidModel)model.Model).ScaledCentroids.SelectMany(c => c)))],
            [.. migrations.Select(m => $"{m.CustomerId} {m.Sequence} {m.From} {m.To} {m.Cause} {m.ModelVersion} {m.EffectiveAt:O}").Order(StringComparer.Ordinal)]);
    }
}
