using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>Why a migration happened, by the rules of the first day.</summary>
public class MigrationExplainerTests
{
    private readonly Customer _customer = new("C");
    private readonly List<Migration> _history = [];

    [Fact]
    public void The_first_purchase_is_an_arrival()
    {
        Record(Bought("O1", 0, 60), at: 0);

        var why = Explain(0);

        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Arrival, null, new Rfm(0, 1, 60), true));
        why.Shares.ShouldBeEmpty();
    }

    [Fact]
    public void A_purchase_is_told_by_the_figures_without_it_and_with_it()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Bought("O2", 60, 20), at: 60);

        // After 45 days R 3, Need Attention; back at R 5, a Potential Loyalist.
        var why = Explain(2);

        why.Migration.Cause.ShouldBe(MigrationCause.Purchase);
        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Features, new Rfm(60, 1, 60), new Rfm(0, 2, 80), true));
        why.Shares.ShouldBe([1, 0, 0]);
        why.Reason.ShouldBe("Changed one at a time, recency decides in 6 of 6 sequences.");
    }

    [Fact]
    public void Decay_is_told_by_a_second()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Advance(46);

        var why = Explain(1);

        why.By.ShouldBe(MigrationDriver.Features);
        why.Before.ShouldBe(new Rfm(45, 1, 60)); // 45 days to the second are still within
        why.After!.Value.RecencyDays.ShouldBe(45 + (1.0 / 86_400), 1e-12);
        why.Shares.ShouldBe([1, 0, 0]);
        why.Agrees.ShouldBeTrue();
    }

    [Fact]
    public void An_order_that_leaves_the_window_is_told_by_what_it_takes_along()
    {
        Record(Bought("O1", 0, 900), at: 0);
        Record(Bought("O2", 360, 10), at: 360);
        Advance(366);

        // On day 365 O1 leaves: F 2 to 1, M 4 to 1. FM 3 (Loyal) to 1 (New). F alone: FM 3, M alone: FM 2; both are needed
        // for New.
        var why = Explain(_history.Count - 1);

        (why.Migration.From, why.Migration.To, why.Migration.EffectiveAt).ShouldBe(("loyal", "new", Day(365)));
        (why.Before!.Value.Frequency, why.After!.Value.Frequency).ShouldBe((2, 1));
        why.Shares.ShouldBe([0, 0.5, 0.5]);
    }

    [Fact]
    public void A_lapse_leaves_nothing_to_compare()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Advance(366);

        var why = Explain(_history.Count - 1);

        (why.By, why.After, why.Agrees).ShouldBe((MigrationDriver.Lapse, null, true));
        why.Before!.Value.Frequency.ShouldBe(1);
    }

    [Fact]
    public void A_refund_is_told_by_the_figures_that_it_found()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Refunded("O1", 1, 20), at: 1);

        // 40 left: M 1, R 5 with FM 1.
        var why = Explain(1);

        why.Migration.Cause.ShouldBe(MigrationCause.Refund);
        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Features, new Rfm(1, 1, 60), new Rfm(1, 1, 40), true));
        why.Shares.ShouldBe([0, 0, 1]);

        // And the purchase before it, of 60, is told with what is left of it, which would have made another segment.
        var bought = Explain(0);
        (bought.After, bought.Agrees).ShouldBe((new Rfm(0, 1, 40), false));
        bought.Reason.ShouldContain("changed the past");
    }

    [Fact]
    public void A_refund_of_everything_is_a_lapse()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Refunded("O1", 2, 60), at: 2);

        var why = Explain(1);

        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Lapse, new Rfm(2, 1, 60), null, true));
    }

    [Fact]
    public void A_refund_from_a_record_without_the_figures_before_it_is_told_by_what_there_is()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Refunded("O1", 1, 20), at: 1);

        var why = _customer.Explain(_history[1] with { Before = null }, Year.Model, Year);

        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Event, null, new Rfm(1, 1, 40), true));
    }

    [Fact]
    public void More_of_an_order_is_told_by_what_it_found()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Bought("O1", 1, 2_000, id: "more"), at: 1);

        // The order keeps its first time and has all of its value: the orders say 2,060 of day 0.
        var why = Explain(1);

        why.Migration.Cause.ShouldBe(MigrationCause.Purchase);
        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Features, new Rfm(1, 1, 60), new Rfm(1, 1, 2_060), true));
        why.Shares.ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void Two_orders_of_the_same_instant_are_told_apart()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Bought("O2", 0, 2_000), at: 0);

        var why = Explain(1);

        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Features, new Rfm(0, 1, 60), new Rfm(0, 2, 2_060), true));
    }

    [Fact]
    public void A_purchase_that_the_orders_tell_of_keeps_no_figures()
    {
        Record(Bought("O1", 0, 60), at: 0);
        Record(Bought("O2", 60, 20), at: 60);

        _history.ShouldAllBe(migration => migration.Before == null);
    }

    [Fact]
    public void A_late_event_that_changed_the_past_is_admitted()
    {
        Record(Bought("O1", 50, 60), at: 50);
        Explain(0).Agrees.ShouldBeTrue();

        Record(Bought("O0", 10, 2_000), at: 51);

        var why = Explain(0);
        (why.Agrees, why.Shares.Count).ShouldBe((false, 0));
        why.Reason.ShouldContain("changed the past");
        var correction = Explain(1);
        (correction.By, correction.Before, correction.After, correction.Agrees).ShouldBe(
            (MigrationDriver.Features, new Rfm(1, 1, 60), new Rfm(1, 2, 2_060), true));
        correction.Shares.Sum().ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_refit_moves_by_the_model_with_the_same_figures()
    {
        Record(Bought("O1", 0, 60), at: 0);
        var stricter = new CustomerSegmentation.Models.RuleModel(new() { Monetary = [500, 600, 700, 800], RecencyDays = [1, 2, 3, 4] });
        _history.AddRange(_customer.Advance(Year with { Publication = new(stricter, 1, Day(3)) }, Day(3)));

        var why = _customer.Explain(_history[1], stricter, Year);

        (why.By, why.Before, why.After, why.Agrees).ShouldBe((MigrationDriver.Model, new Rfm(3, 1, 60), new Rfm(3, 1, 60), true));
    }

    private void Record(in AdmittedEvent e, double at) => _history.AddRange(_customer.Record(e, Year, Day(at)).Migrations);

    private void Advance(double to) => _history.AddRange(_customer.Advance(Year, Day(to)));

    private MigrationExplanation Explain(int place) => _customer.Explain(_history[place], Year.Model, Year);
}
