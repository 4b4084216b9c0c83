using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What recording events means.</summary>
public abstract class RecordingContract : ContractSuite
{
    protected override EngineOptions Options { get; } = new() { Rates = new Dictionary<string, decimal> { ["USD"] = 0.9m } };

    [Fact]
    public async Task A_recorded_purchase_is_read_at_once()
    {
        Time.MoveTo(Day(20));

        var receipt = await Engine.RecordAsync([Bought("C", "O1", 10, 59.90m)]);

        receipt.ShouldBe(new RecordReceipt(1, 0, receipt.Refused));
        receipt.Refused.ShouldBeEmpty();
        var view = (await Engine.FindCustomerAsync("C")).ShouldNotBeNull();
        view.Rfm.ShouldBe(new Rfm(10, 1, 59.90m));
        view.AsOf.ShouldBe(Day(20));
        view.FirstPurchaseAt.ShouldBe(Day(10));
        view.LastPurchaseAt.ShouldBe(Day(10));
    }

    [Fact]
    public async Task Who_was_never_heard_of_is_not_found() =>
        (await Engine.FindCustomerAsync("nobody")).ShouldBeNull();

    [Fact]
    public async Task A_redelivered_event_is_a_duplicate_for_ever()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60)]);
        Time.MoveTo(Day(2_000));

        (await Engine.RecordAsync([Bought("C", "O1", 10, 60)])).Duplicates.ShouldBe(1);
        await Running.RestartAsync();
        (await Engine.RecordAsync([Bought("C", "O1", 10, 60)])).Duplicates.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_twice_in_one_call_counts_once()
    {
        Time.MoveTo(Day(20));

        var receipt = await Engine.RecordAsync([Bought("C", "O1", 10, 60), Bought("C", "O1", 10, 60)]);

        (receipt.Recorded, receipt.Duplicates).ShouldBe((1, 1));
        (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.Frequency.ShouldBe(1);
    }

    [Fact]
    public async Task Bad_events_are_refused_by_their_index_and_the_good_ones_count()
    {
        Time.MoveTo(Day(20));

        var receipt = await Engine.RecordAsync(
        [
            Bought("A", "O1", 10, 60),
            Bought("A", "O2", 10, -1),
            Bought("B", "O3", 10, 60) with { Currency = "XXQ" },
            Bought("B", "O4", 10, 60) with { Currency = "GBP" },
            Bought("B", "O5", 21, 60),
            Bought("B", "O1", 10, 61, id: "O1-p"),
            Bought("A", "O1", 10, 61),
            Bought("C\u0007", "O6", 10, 60),
            Bought(".", "O7", 10, 60),
            Bought("..", "O8", 10, 60),
        ]);

        receipt.Recorded.ShouldBe(2);
        receipt.Refused.Select(refused => (refused.Index, refused.Code)).ShouldBe(
        [
            (1, RefusalCodes.InvalidAmount),
            (2, RefusalCodes.InvalidCurrency),
            (3, RefusalCodes.UnknownCurrency),
            (4, RefusalCodes.FutureTime),
            (6, RefusalCodes.Conflict),
            (7, RefusalCodes.InvalidId),
            (8, RefusalCodes.InvalidId),
            (9, RefusalCodes.InvalidId),
        ]);
        receipt.Refused.ShouldAllBe(refused => refused.Reason.Length > 10);
    }

    [Fact]
    public async Task Other_currencies_are_turned_into_the_reporting_currency()
    {
        Time.MoveTo(Day(20));

        await Engine.RecordAsync([Bought("C", "O1", 10, 100) with { Currency = "USD" }, Bought("C", "O2", 11, 10)]);

        (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.Monetary.ShouldBe(100m);
    }

    [Fact]
    public async Task A_very_long_call_is_taken_whole()
    {
        Time.MoveTo(Day(20));
        var events = Enumerable.Range(0, 20_000).Select(i => Bought($"C{i % 700}", $"O{i}", 10, 1)).ToList();
        events[19_999] = events[19_999] with { Amount = -1 };

        var receipt = await Engine.RecordAsync(events);

        receipt.Recorded.ShouldBe(19_999);
        receipt.Refused.ShouldHaveSingleItem().Index.ShouldBe(19_999);
        (await Engine.SegmentsAsync()).Customers.ShouldBe(700);
    }

    [Fact]
    public async Task Any_order_of_arrival_from_many_callers_gives_the_same_customers()
    {
        Time.MoveTo(Day(120));
        var events = ThreeKinds(60).Concat(ThreeKinds(60).Where((_, i) => i % 5 == 0)
            .Select(e => Refunded(e.CustomerId, e.OrderId, 110, 5))).ToArray();
        new Random(7).Shuffle(events);

        var receipts = await Task.WhenAll(events.Chunk(9).Concat(events.Chunk(11)).Select(some => Engine.RecordAsync(some)));

        receipts.Sum(receipt => receipt.Recorded).ShouldBe(events.Length);
        receipts.Sum(receipt => receipt.Duplicates).ShouldBe(events.Length);
        foreach (var customer in events.GroupBy(e => e.CustomerId))
        {
            var orders = customer.GroupBy(e => e.OrderId).Select(order => (
                At: order.Min(e => e.Type == PurchaseEventType.Purchase ? e.OccurredAt : DateTimeOffset.MaxValue),
                Value: order.Sum(e => e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount))).ToList();
            (await Engine.FindCustomerAsync(customer.Key))!.Rfm.ShouldBe(new Rfm(
                (Day(120) - orders.Max(order => order.At)).TotalDays, orders.Count, orders.Sum(order => order.Value)));
        }
    }

    [Fact]
    public async Task Everything_is_as_it_was_after_a_restart()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(60));
        await Running.SweptAsync(); // whom time has moved since their last order
        var before = await ViewsAsync();
        var history = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cursor: cursor)));

        await Running.RestartAsync();

        (await ViewsAsync()).ShouldBe(before);
        (await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cursor: cursor)))).ShouldBe(history);
    }

    [Fact]
    public async Task An_erased_customer_is_gone_with_history_and_events()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60), Bought("D", "O2", 10, 60)]);

        (await Engine.EraseCustomerAsync("C")).ShouldBeTrue();

        (await Engine.EraseCustomerAsync("C")).ShouldBeFalse();
        (await Engine.FindCustomerAsync("C")).ShouldBeNull();
        (await Engine.MigrationsAsync(new("C"))).Items.ShouldBeEmpty();
        (await Engine.SegmentsAsync()).Customers.ShouldBe(1);
        await Running.RestartAsync();
        (await Engine.FindCustomerAsync("C")).ShouldBeNull();
        (await Engine.RecordAsync([Bought("C", "O1", 10, 60)])).Recorded.ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_erased_and_comes_back_at_once_has_a_history_of_their_own()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("C", "O1", 10, 60)]);

        var erased = Engine.EraseCustomerAsync("C");
        var back = Engine.RecordAsync([Bought("C", "O2", 11, 60)]);
        await Task.WhenAll(erased, back);

        foreach (var restarts in Enumerable.Range(0, 2))
        {
            (await Engine.FindCustomerAsync("C"))!.LastPurchaseAt.ShouldBe(Day(11), $"after {restarts} restarts");
            (await Engine.MigrationsAsync(new("C"))).Items.ShouldHaveSingleItem().EffectiveAt.ShouldBe(Day(11));
            await Running.RestartAsync();
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(290)]
    public async Task An_erasure_takes_nobody_else_along_however_often_the_engine_restarts(int buyer)
    {
        Time.MoveTo(Day(20));
        var everybody = Enumerable.Range(0, 1_200).Select(i => Bought($"C{i}", $"O{i}", 10, 60)).ToList();
        await Engine.RecordAsync(everybody);
        await Running.RestartAsync();
        await Engine.EraseCustomerAsync("C10");
        await Running.RestartAsync();
        await Engine.RecordAsync([Bought($"C{buyer}", "another", 11, 60)]);
        await Running.RestartAsync();
        await Engine.RecordAsync([Bought("newcomer", "first", 11, 60)]);
        await Running.RestartAsync();

        var again = await Engine.RecordAsync([.. everybody.Where(e => e.CustomerId != "C10")]);

        again.Duplicates.ShouldBe(1_199);
        (await Engine.SegmentsAsync()).Customers.ShouldBe(1_200);
        (await Engine.FindCustomerAsync("C10")).ShouldBeNull();
    }

    [Fact]
    public async Task Calls_under_way_together_are_folded_in_the_order_in_which_they_came()
    {
        Time.MoveTo(Day(20));
        var calls = new List<Task>();
        foreach (var (day, amount) in new[] { (10, 20m), (11, 900m), (12, 900m) })
        {
            calls.AddRange(Enumerable.Range(0, 200).Select(i => Engine.RecordAsync([Bought($"C{i}", $"O{i}-{day}", day, amount)])));
        }

        await Task.WhenAll(calls);

        for (var i = 0; i < 200; i++)
        {
            var migrations = (await Engine.MigrationsAsync(new($"C{i}"))).Items;
            migrations.ShouldAllBe(migration => migration.Cause == MigrationCause.Purchase);
            migrations[^1].EffectiveAt.ShouldBe(Day(10));
        }
    }

    [Fact]
    public async Task An_erasure_comes_after_all_that_was_handed_in_before_it()
    {
        Time.MoveTo(Day(20));
        var calls = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            calls.AddRange(Enumerable.Range(0, 20).Select(order => Engine.RecordAsync([Bought($"C{i}", $"O{i}-{order}", 10, 60)])));
            calls.Add(Engine.EraseCustomerAsync($"C{i}"));
        }

        await Task.WhenAll(calls);

        for (var i = 0; i < 20; i++)
        {
            (await Engine.FindCustomerAsync($"C{i}")).ShouldBeNull($"C{i}");
        }
    }

    private async Task<List<string>> ViewsAsync()
    {
        var views = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            var view = (await Engine.FindCustomerAsync($"C{i}")).ShouldNotBeNull();
            views.Add($"{view with { Alternatives = [] }} {string.Join(',', view.Alternatives)}");
        }

        return views;
    }
}
