using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What an order is worth, in which currency ever; and what an event is worth that is ahead of the clock.</summary>
public abstract class AmountsContract : ContractSuite
{
    protected override EngineOptions Options { get; } = WithRate(0.9137m);

    [Fact]
    public async Task An_order_in_another_currency_that_is_refunded_in_full_does_not_count()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync(
        [
            In("USD", Bought("C", "O1", 10, 30.03m)),
            In("USD", Refunded("C", "O1", 11, 10.01m, "r1")), In("USD", Refunded("C", "O1", 12, 10.01m, "r2")),
        ]);
        (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.Monetary.ShouldBe(9.1461m, "10.01 dollars at 0.9137, as a whole");

        await Engine.RecordAsync([In("USD", Refunded("C", "O1", 13, 10.01m, "r3"))]);

        (await Engine.FindCustomerAsync("C"))!.Rfm.ShouldBeNull();
    }

    [Fact]
    public async Task A_refund_is_worth_what_its_purchase_was_whatever_became_of_the_rate()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([In("USD", Bought("C", "O1", 10, 100)), In("USD", Bought("D", "O2", 10, 100))]);
        await Running.RestartAsync(WithRate(0.8m));

        await Engine.RecordAsync([In("USD", Refunded("C", "O1", 15, 100)), In("USD", Refunded("D", "O2", 15, 40))]);

        (await Engine.FindCustomerAsync("C"))!.Rfm.ShouldBeNull();
        (await Engine.FindCustomerAsync("D"))!.Rfm!.Value.Monetary.ShouldBe(54.822m, "60 dollars at 0.9137");
        await Running.RestartAsync(WithRate(0.7m));
        (await Engine.FindCustomerAsync("D"))!.Rfm!.Value.Monetary.ShouldBe(54.822m);
    }

    [Fact]
    public async Task Amounts_are_written_alike_before_and_after_a_restart()
    {
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("C", "O1", 10, 55.5m), Bought("D", "O2", 10, 7), Bought("D", "O3", 11, 0.1234m)]);
        string[] written = ["55.50", "7.1234"];

        (await WrittenAsync()).ShouldBe(written);
        await Running.RestartAsync();
        (await WrittenAsync()).ShouldBe(written);

        async Task<string[]> WrittenAsync() =>
        [
            (await Engine.FindCustomerAsync("C"))!.Rfm!.Value.Monetary.ToString(CultureInfo.InvariantCulture),
            (await Engine.FindCustomerAsync("D"))!.Rfm!.Value.Monetary.ToString(CultureInfo.InvariantCulture),
        ];
    }

    [Fact]
    public async Task Every_read_agrees_on_an_event_that_is_ahead_of_the_clock()
    {
        Time.MoveTo(Day(20));
        var now = Time.GetUtcNow();

        await Engine.RecordAsync([Bought("C", "O1", 20 + (200 / 86_400.0), 60)]);

        var migration = (await Engine.MigrationsAsync(new("C"))).Items.ShouldHaveSingleItem();
        (migration.EffectiveAt, migration.RecordedAt, migration.Cause).ShouldBe((now, now, MigrationCause.Purchase));
        var view = (await Engine.FindCustomerAsync("C")).ShouldNotBeNull();
        (view.Segment!.Id, view.Rfm!.Value.RecencyDays).ShouldBe((migration.To, 0));
        (await Engine.SegmentsAsync()).Segments.Single(size => size.Segment.Id == migration.To).Customers.ShouldBe(1);
        (await Engine.MembersAsOfAsync(migration.To!, now, null, 10))!.Items.ShouldHaveSingleItem().CustomerId.ShouldBe("C");
        var matrix = await Engine.ReportAsync(new MatrixReport(now.AddDays(-1), now, refits: true));
        matrix.Cells.ShouldHaveSingleItem().Customers.ShouldBe(1);

        // The same event again is the same event; and what the customer buys next comes after it.
        Time.Move(TimeSpan.FromSeconds(10));
        (await Engine.RecordAsync([Bought("C", "O1", 20 + (200 / 86_400.0), 60)])).Duplicates.ShouldBe(1);
        await Engine.RecordAsync([Bought("C", "O2", 20, 900) with { OccurredAt = now.AddSeconds(5) }]);
        var next = (await Engine.MigrationsAsync(new("C"))).Items[0];
        (next.EffectiveAt, next.Cause).ShouldBe((now.AddSeconds(5), MigrationCause.Purchase));
    }

    private static EngineOptions WithRate(decimal dollar) =>
        new() { MinimumCustomersToFit = 50, Rates = new Dictionary<string, decimal> { ["USD"] = dollar } };

    private static PurchaseEvent In(string currency, PurchaseEvent e) => e with { Currency = currency };
}
