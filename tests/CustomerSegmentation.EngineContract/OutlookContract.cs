using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What is foretold comes true, and what is asked about the past is answered from the record.</summary>
public abstract class OutlookContract : ContractSuite
{
    private const int Customers = 30;

    [Fact]
    public async Task In_a_year_without_events_everybody_moves_at_the_foretold_moments_in_order_and_once()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(Customers));
        await Running.SweptAsync();
        var before = await HistoriesAsync();

        // From one foretold moment to the next, without a sweep in between: nothing is put on record meanwhile.
        var foretold = Enumerable.Range(0, Customers).ToDictionary(i => $"C{i}", _ => new List<(DateTimeOffset At, string? To)>());
        for (var now = Day(120); now < Day(120 + 366);)
        {
            var soonest = DateTimeOffset.MaxValue;
            foreach (var (customer, moves) in foretold)
            {
                if ((await Engine.FindCustomerAsync(customer))!.Next is { } next)
                {
                    if (moves.Count == 0 || moves[^1].At < next.At)
                    {
                        moves.Add((next.At, next.Id));
                    }

                    soonest = next.At < soonest ? next.At : soonest;
                }
            }

            now = soonest < Day(120 + 366) ? soonest : Day(120 + 366);
            Time.MoveTo(now);
        }

        await Running.SweptAsync();

        var after = await HistoriesAsync();
        foreach (var (customer, moves) in foretold)
        {
            moves.ShouldNotBeEmpty();
            var lived = after[customer].Skip(before[customer].Count).ToList();
            after[customer].Take(before[customer].Count).ShouldBe(before[customer]);
            lived.Select(migration => (migration.EffectiveAt, migration.To)).ShouldBe(moves, customer);
            lived.ShouldAllBe(migration => migration.Cause == MigrationCause.Decay);
            moves[^1].To.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Who_is_said_to_leave_leaves_then_and_nobody_else_does()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(Customers));
        var foretold = new List<(string Customer, string From, DateTimeOffset At, string? To)>();
        foreach (var segment in (await Engine.SegmentsAsync()).Segments.Select(size => size.Segment.Id))
        {
            var leaving = await AllPagesAsync(async cursor =>
                (await Engine.LeavingAsync(segment, TimeSpan.FromDays(45), cursor, 4)).ShouldNotBeNull());
            leaving.Select(departure => departure.At).ShouldBe(leaving.Select(departure => departure.At).Order());
            foretold.AddRange(leaving.Select(departure => (departure.Member.CustomerId, segment, departure.At, departure.To)));
        }

        foretold.ShouldNotBeEmpty();
        foretold.Select(departure => departure.Customer).ShouldBeUnique();
        await Running.SweptAsync();
        var before = await HistoriesAsync();
        Time.MoveTo(Day(165));
        await Running.SweptAsync();

        var moved = (await HistoriesAsync())
            .Select(history => history.Value.ElementAtOrDefault(before[history.Key].Count)).OfType<Migration>()
            .Select(migration => (migration.CustomerId, migration.From!, migration.EffectiveAt, migration.To));
        foretold.OrderBy(move => move.Customer).ShouldBe(moved.OrderBy(move => move.CustomerId));
        (await Engine.LeavingAsync("nonsense", TimeSpan.FromDays(1), null, 10)).ShouldBeNull();
        await Should.ThrowAsync<InvalidCursorException>(() => Engine.LeavingAsync("lost", TimeSpan.FromDays(1), "77-x", 10));
    }

    [Fact]
    public async Task Sizes_foretold_for_nobody_buying_are_those_that_come()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(Customers));
        await Running.SweptAsync();

        var outlook = await Engine.OutlookAsync(new([30, 60, 90, 300], TimeSpan.FromDays(90)));

        outlook.AsOf.ShouldBe(Day(120));
        outlook.Moves.ShouldBeGreaterThan(0);
        foreach (var horizon in outlook.Horizons)
        {
            horizon.Segments.Sum(segment => segment.Now).ShouldBe(Customers);
            horizon.Segments.Sum(segment => segment.IfNobodyBuys).ShouldBe(Customers);
            horizon.Segments.Sum(segment => segment.Chain.Expected).ShouldBe(Customers, 1e-9);
            horizon.Segments.ShouldAllBe(segment => segment.Chain.Low <= segment.Chain.High);
            Time.MoveTo(horizon.At);
            var come = await Engine.SegmentsAsync();
            horizon.Segments.Select(segment => segment.IfNobodyBuys)
                .ShouldBe([.. come.Segments.Select(size => size.Customers), come.Lapsed]);
        }

        (await Engine.OutlookAsync(OutlookQuery.Default)).Horizons.Select(horizon => horizon.Days).ShouldBe([30, 60, 90]);
    }

    [Fact]
    public async Task Moves_are_counted_without_refits_and_first_purchases()
    {
        Time.MoveTo(Day(100));
        await Engine.RecordAsync([Bought("A", "A1", 0, 60), Bought("B", "B1", 95, 60)]);
        await Running.SweptAsync();

        // A left Potential Loyalist on day 45 and Need Attention on day 90 (to stay there by another score: no move); B
        // only came. The refit that follows is not behaviour.
        var moves = (await HistoriesAsync("A"))["A"].Count(migration => migration.From is not null);
        (await Engine.OutlookAsync(OutlookQuery.Default)).Moves.ShouldBe(moves);
        moves.ShouldBe(1);
    }

    [Fact]
    public async Task The_smallest_purchase_leads_there_and_one_step_less_does_not()
    {
        Time.MoveTo(Day(200));
        await Engine.RecordAsync([Bought("A", "A1", 0, 60), Bought("B", "B1", 0, 60), Bought("L", "L1", -300, 60)]);

        var path = (await Engine.PathAsync("A", "loyal")).ShouldNotBeNull();

        (path.Verdict, path.Amount).ShouldBe((PathVerdict.OneOrder, 90m)); // three figures' worth: M 3 begins at 150
        await Engine.RecordAsync([Bought("A", "A2", 200, 90), Bought("B", "B2", 200, 89.9999m)]);
        (await Engine.FindCustomerAsync("A"))!.Segment!.Id.ShouldBe("loyal");
        (await Engine.FindCustomerAsync("B"))!.Segment!.Id.ShouldNotBe("loyal");

        var lapsed = (await Engine.PathAsync("L", "new")).ShouldNotBeNull();
        (lapsed.From, lapsed.Amount).ShouldBe((null, 0.0001m));
        (await Engine.PathAsync("nobody", "loyal")).ShouldBeNull();
    }

    [Fact]
    public async Task A_migration_is_explained_by_the_figures_on_either_side()
    {
        Time.MoveTo(Day(100));
        await Engine.RecordAsync([Bought("A", "A1", 0, 60), Bought("A", "A2", 60, 20)]);
        await Running.SweptAsync();

        var arrival = (await Engine.ExplainAsync("A", 1)).ShouldNotBeNull();
        (arrival.By, arrival.After, arrival.Agrees).ShouldBe((MigrationDriver.Arrival, new Rfm(0, 1, 60), true));
        var decay = (await Engine.ExplainAsync("A", 2)).ShouldNotBeNull();
        (decay.By, decay.Before, decay.Agrees).ShouldBe((MigrationDriver.Features, new Rfm(45, 1, 60), true));
        decay.Shares.ShouldBe([1, 0, 0]);
        var purchase = (await Engine.ExplainAsync("A", 3)).ShouldNotBeNull();
        (purchase.Before, purchase.After).ShouldBe((new Rfm(60, 1, 60), new Rfm(0, 2, 80)));

        (await Engine.ExplainAsync("A", 99)).ShouldBeNull();
        (await Engine.ExplainAsync("nobody", 1)).ShouldBeNull();
    }

    [Fact]
    public async Task Members_of_a_moment_are_those_that_the_engine_told_then()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(Customers));
        var told = new List<(DateTimeOffset At, string Segment, List<Member> Members)>();
        foreach (var day in new[] { 120, 150, 181, 260.5 })
        {
            Time.MoveTo(Day(day));
            await Running.SweptAsync();
            foreach (var segment in (await Engine.SegmentsAsync()).Segments.Select(size => size.Segment.Id))
            {
                told.Add((Day(day), segment, await AllPagesAsync(async cursor => (await Engine.MembersAsync(segment, cursor, 7))!)));
            }
        }

        Time.MoveTo(Day(300));
        await Running.SweptAsync();
        foreach (var (at, segment, members) in told)
        {
            var then = await AllPagesAsync(async cursor => (await Engine.MembersAsOfAsync(segment, at, cursor, 7)).ShouldNotBeNull());
            then.ShouldBe(members.OrderBy(member => member.CustomerId, StringComparer.Ordinal).Select(member =>
                new PastMember(member.CustomerId, member.Since, new Rfm(member.RecencyDays, member.Frequency, member.Monetary))));
        }

        (await Engine.MembersAsOfAsync("nonsense", Day(120), null, 7)).ShouldBeNull();
        (await Engine.MembersAsOfAsync("lost", Day(-400), null, 7)).ShouldNotBeNull().Items.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidCursorException>(() => Engine.MembersAsOfAsync("lost", Day(120), "0-7", 10));
    }

    private async Task<Dictionary<string, List<Migration>>> HistoriesAsync(params string[] customers)
    {
        var histories = new Dictionary<string, List<Migration>>();
        foreach (var customer in customers.Length > 0 ? customers : [.. Enumerable.Range(0, Customers).Select(i => $"C{i}")])
        {
            var history = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(customer, Cursor: cursor)));
            history.Reverse();
            histories[customer] = history;
        }

        return histories;
    }
}
