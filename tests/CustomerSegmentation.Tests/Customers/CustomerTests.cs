using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

public class CustomerTests
{
    [Fact]
    public void A_first_purchase_puts_the_customer_into_a_segment()
    {
        var customer = new Customer("C");

        var outcome = customer.Record(Bought("O1", day: 10, 60), Year, Day(10.5));

        outcome.Status.ShouldBe(RecordStatus.Recorded);
        var migration = outcome.Migrations.ShouldHaveSingleItem();

        // Bought just now: R = 5. One order scores 1 and 60 scores 2: FM = 1.5, rounded up to 2.
        migration.ShouldBe(new Migration(
            "C", 1, From: null, To: "potential-loyalist", MigrationCause.Purchase, 0, Day(10), Day(10.5), "buy-O1", Monetary: 60));
    }

    [Fact]
    public void A_redelivered_purchase_changes_nothing()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 10, 60), Year, Day(10));
        var before = CustomerCodec.Canonical(customer);

        var outcome = customer.Record(Bought("O1", 10, 60), Year, Day(900));

        outcome.Status.ShouldBe(RecordStatus.Duplicate);
        outcome.Migrations.ShouldBeEmpty();
        CustomerCodec.Canonical(customer).ShouldBe(before);
    }

    [Fact]
    public void The_same_event_id_with_other_content_is_a_conflict_and_the_first_one_stays()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 10, 60), Year, Day(10));

        customer.Record(Bought("O1", 10, 61), Year, Day(10)).Status.ShouldBe(RecordStatus.Conflict);
        customer.Record(Bought("O2", 10, 60, id: "buy-O1"), Year, Day(10)).Status.ShouldBe(RecordStatus.Conflict);
        customer.Record(Refunded("O1", 10, 60, id: "buy-O1"), Year, Day(10)).Status.ShouldBe(RecordStatus.Conflict);

        customer.ViewAt(10).Rfm.ShouldBe(new Rfm(0, 1, 60));
    }

    [Fact]
    public void An_order_is_all_its_events()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 12, 60, id: "second part"), Year, Day(12));
        customer.Record(Bought("O1", 10, 40, id: "first part"), Year, Day(12));
        customer.Record(Refunded("O1", 11, 25), Year, Day(12));

        // Purchases minus refunds, at the time of the first purchase.
        customer.ViewAt(20).Rfm.ShouldBe(new Rfm(RecencyDays: 10, Frequency: 1, Monetary: 75));
    }

    [Fact]
    public void A_partly_refunded_order_counts_with_what_is_left()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 10, 100), Year, Day(10));
        customer.Record(Refunded("O1", 11, 30, id: "r1"), Year, Day(11));
        customer.Record(Refunded("O1", 12, 30, id: "r2"), Year, Day(12));

        customer.ViewAt(12).Rfm.ShouldBe(new Rfm(2, 1, 40));
    }

    [Fact]
    public void A_fully_refunded_order_does_not_count_and_recency_goes_back_to_the_one_before()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 10, 100), Year, Day(10));
        customer.Record(Bought("O2", 50, 80), Year, Day(50));
        customer.Record(Refunded("O2", 60, 80), Year, Day(60));

        customer.ViewAt(60).Rfm.ShouldBe(new Rfm(50, 1, 100));
    }

    [Fact]
    public void A_refund_may_come_before_its_purchase()
    {
        var customer = new Customer("C");
        var refund = customer.Record(Refunded("O1", 11, 25), Year, Day(11));
        refund.Migrations.ShouldBeEmpty();
        customer.ViewAt(11).Segment.ShouldBeNull();

        customer.Record(Bought("O1", 10, 60), Year, Day(12));

        customer.ViewAt(12).Rfm.ShouldBe(new Rfm(2, 1, 35));
    }

    [Fact]
    public void A_customer_without_a_counting_order_lapses_and_can_come_back()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Year, Day(0));

        var away = customer.Advance(Year, Day(400));
        var back = customer.Record(Bought("O2", 500, 60), Year, Day(500)).Migrations;

        away[^1].ShouldSatisfyAllConditions(
            lapse => lapse.To.ShouldBeNull(),
            lapse => lapse.Cause.ShouldBe(MigrationCause.Decay),
            lapse => lapse.EffectiveAt.ShouldBe(Day(365)));
        customer.ViewAt(500).Segment!.Id.ShouldBe(back.ShouldHaveSingleItem().To);
        back[0].From.ShouldBeNull();
    }

    [Fact]
    public void A_late_event_corrects_the_future_from_when_it_became_known()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Year, Day(0));
        customer.Advance(Year, Day(100)); // by now the customer has decayed

        var outcome = customer.Record(Bought("O2", 5, 2_000), Year, Day(101));

        var migration = outcome.Migrations.ShouldHaveSingleItem();
        migration.Cause.ShouldBe(MigrationCause.Correction);
        migration.EffectiveAt.ShouldBe(Day(101));
        customer.ViewAt(101).Rfm.ShouldBe(new Rfm(96, 2, 2_060));
    }

    [Fact]
    public void A_refit_takes_effect_when_the_model_was_published()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Year, Day(0));
        var stricter = new RuleModel(new() { Monetary = [500, 600, 700, 800], RecencyDays = [1, 2, 3, 4] });
        var refit = Year with { Publication = new(stricter, 1, Day(3)) };

        var moves = customer.Advance(refit, Day(3.5));

        moves[0].Cause.ShouldBe(MigrationCause.Refit);
        moves[0].EffectiveAt.ShouldBe(Day(3));
        customer.SegmentState.Publication.ShouldBe(1);
    }
}
