using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What the passing of time does.</summary>
public abstract class DecayContract : ContractSuite
{
    [Fact]
    public async Task Who_stops_buying_walks_through_the_segments_at_the_moments_the_forecast_named()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(12));
        var walked = new List<(string, DateTimeOffset, string?)>();
        for (var i = 0; i < 12; i++)
        {
            var customer = $"C{i}";
            while ((await Engine.FindCustomerAsync(customer))!.Next is { } next && next.At <= Day(600))
            {
                walked.Add((customer, next.At, next.Id));
                break;
            }
        }

        walked.ShouldNotBeEmpty();
        foreach (var (customer, at, segment) in walked.OrderBy(step => step.Item2))
        {
            Time.MoveTo(at - TimeSpan.FromSeconds(1));
            await Running.SweptAsync();
            var before = (await Engine.MigrationsAsync(new(customer))).Items[0];
            before.To.ShouldNotBe(segment);

            Time.MoveTo(at);
            await Running.SweptAsync();
            var migration = (await Engine.MigrationsAsync(new(customer))).Items[0];
            migration.ShouldBe(before with
            {
                Sequence = before.Sequence + 1,
                From = before.To,
                To = segment,
                Cause = MigrationCause.Decay,
                EffectiveAt = at,
                RecordedAt = migration.RecordedAt,
                EventId = null,
                Before = null,
                Monetary = (await Engine.FindCustomerAsync(customer))!.Rfm?.Monetary ?? before.Monetary,
            });
        }
    }

    [Fact]
    public async Task A_year_without_events_ends_with_everybody_lapsed_each_step_on_record_once()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));

        Time.MoveTo(Day(120 + 366));
        await Running.SweptAsync();

        var sizes = await Engine.SegmentsAsync();
        sizes.Lapsed.ShouldBe(30);
        for (var i = 0; i < 30; i++)
        {
            var history = (await Engine.MigrationsAsync(new($"C{i}", Limit: 1_000))).Items.Reverse().ToList();
            history[^1].To.ShouldBeNull();
            history.Select(migration => migration.Sequence).ShouldBe(Enumerable.Range(1, history.Count));
            history.Skip(1).Select(migration => migration.From).ShouldBe(history.SkipLast(1).Select(migration => migration.To));
        }
    }

    [Fact]
    public async Task Time_that_passed_while_the_engine_was_down_is_made_up_for_with_exact_moments()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(12));
        var next = (await Engine.FindCustomerAsync("C0"))!.Next.ShouldNotBeNull();

        Time.MoveTo(Day(120) + TimeSpan.FromSeconds(2));
        await Running.RestartAsync();
        Time.MoveTo(next.At.AddDays(1));
        await Running.SweptAsync();

        (await Engine.MigrationsAsync(new("C0"))).Items
            .ShouldContain(migration => migration.EffectiveAt == next.At && migration.To == next.Id);
    }

    [Fact]
    public async Task Another_window_assesses_everybody_anew()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));

        await Running.RestartAsync(Options with { Window = TimeSpan.FromDays(30) });
        await Running.SweptAsync();

        // One kind bought last on day 98, the others on days 60 and 10.
        var sizes = await Engine.SegmentsAsync();
        sizes.Lapsed.ShouldBe(20);
        (await Engine.MigrationsAsync(new("C1"))).Items[0].Cause.ShouldBe(MigrationCause.Refit);
    }

    [Fact]
    public async Task A_history_that_streams_in_late_leaves_the_migrations_a_live_engine_would_have_recorded()
    {
        Time.MoveTo(Day(300));
        var events = ThreeKinds(30).OrderBy(e => e.OccurredAt).ToList();
        foreach (var some in events.Chunk(10))
        {
            await Engine.RecordAsync(some);
        }

        await Running.SweptAsync();

        foreach (var customer in events.GroupBy(e => e.CustomerId))
        {
            var migrations = (await Engine.MigrationsAsync(new(customer.Key, Limit: 1_000))).Items.Reverse();
            migrations.Select(migration => (migration.To, migration.EffectiveAt))
                .ShouldBe(NaiveTimeline.Through([.. customer], until: Day(300)), customer.Key);
        }
    }
}
