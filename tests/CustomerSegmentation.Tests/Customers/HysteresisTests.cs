using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>What holds a customer in their segment, and what never does.</summary>
public class HysteresisTests
{
    private static readonly AssignmentTerms Week = Year with { Hysteresis = new(0, TimeSpan.FromDays(7)) };

    [Fact]
    public void A_first_assignment_is_never_delayed()
    {
        var migration = new Customer("C").Record(Bought("O1", 0, 60), Week, Day(0)).Migrations.ShouldHaveSingleItem();

        (migration.From, migration.To, migration.EffectiveAt).ShouldBe((null, "potential-loyalist", Day(0)));
    }

    [Fact]
    public void Whoever_has_just_moved_stays_for_the_dwell_and_moves_by_decay_when_it_ends()
    {
        // Two orders, 2,060: F 2 and M 5 make FM 4, with R 5 a champion.
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Week, Day(0));

        customer.Record(Bought("O2", 1, 2_000), Week, Day(1)).Migrations.ShouldBeEmpty();

        var held = customer.ViewAt(1, Week);
        held.Rfm.ShouldBe(new Rfm(0, 2, 2_060), "figures are never held");
        held.Segment.ShouldNotBeNull().ShouldSatisfyAllConditions(
            segment => segment.Id.ShouldBe("potential-loyalist"),
            segment => segment.Since.ShouldBe(Day(0)),
            segment => segment.Confidence.ShouldBe(0, "rules are crisp, and say champion"));
        held.Alternatives.ShouldBe([new("champions", "champions", 1)]);
        held.Next.ShouldBe(new NextChange("champions", "champions", Day(7)));
        customer.Advance(Week, Day(7).AddTicks(-1)).ShouldBeEmpty();
        customer.Advance(Week, Day(7)).ShouldHaveSingleItem()
            .ShouldBe(new Migration("C", 2, "potential-loyalist", "champions", MigrationCause.Decay, 0, Day(7), Day(7), EventId: null, Monetary: 2_060));
    }

    [Fact]
    public void What_has_passed_by_the_end_of_the_dwell_moves_nobody()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Week, Day(0));
        customer.Record(Bought("O2", 1, 2_000), Week, Day(1));
        customer.Record(Refunded("O2", 3, 2_000), Week, Day(3)).Migrations.ShouldBeEmpty();

        customer.Advance(Week, Day(7)).ShouldBeEmpty();

        customer.ViewAt(7, Week).Next!.At.ShouldBe(customer.ViewAt(7).Next!.At, "nothing holds any more");
    }

    [Fact]
    public void Lapsing_and_coming_back_are_never_delayed()
    {
        var terms = Terms(TimeSpan.FromDays(30)) with { Hysteresis = new(Hysteresis.MaxMargin, TimeSpan.FromDays(60)) };
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), terms, Day(0));

        var away = customer.Advance(terms, Day(39)).ShouldHaveSingleItem();
        var back = customer.Record(Bought("O2", 40, 60), terms, Day(40)).Migrations.ShouldHaveSingleItem();

        (away.To, away.EffectiveAt, away.Cause).ShouldBe((null, Day(30), MigrationCause.Decay));
        (back.To, back.EffectiveAt, back.Cause).ShouldBe(("potential-loyalist", Day(40), MigrationCause.Purchase));
    }

    [Fact]
    public void A_publication_moves_at_once_and_starts_no_dwell()
    {
        // FM 1. Recency 3 days is at most the third threshold, 3: Promising (31). A second later 21, after four days 11.
        var stricter = new RuleModel(new() { Monetary = [500, 600, 700, 800], RecencyDays = [1, 2, 3, 4] });
        var refit = Week with { Publication = new(stricter, 1, Day(3)) };
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Week, Day(0));
        var second = TimeSpan.FromSeconds(1);

        var moves = customer.Advance(refit, Day(30));

        moves.Select(move => (move.To, move.Cause, move.EffectiveAt)).ShouldBe(
        [
            ("promising", MigrationCause.Refit, Day(3)),
            ("about-to-sleep", MigrationCause.Decay, Day(3) + second),
            ("lost", MigrationCause.Decay, Day(10) + second),
        ]);
    }

    [Fact]
    public void A_correction_ends_a_dwell_and_starts_none()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Week, Day(0));
        customer.Record(Bought("O2", 5, 2_000), Week, Day(5)).Migrations.ShouldBeEmpty();

        var late = customer.Record(Bought("O3", 2, 10), Week, Day(6)).Migrations.ShouldHaveSingleItem();
        var refund = customer.Record(Refunded("O2", 8, 2_000), Week, Day(8)).Migrations.ShouldHaveSingleItem();

        (late.To, late.Cause, late.EffectiveAt).ShouldBe(("champions", MigrationCause.Correction, Day(6)));
        // Two orders, 70: FM 2, and the newest that counts is six days old.
        (refund.To, refund.Cause, refund.EffectiveAt).ShouldBe(("potential-loyalist", MigrationCause.Refund, Day(8)));
    }

    [Fact]
    public void No_margin_applies_to_rules()
    {
        var terms = Year with { Hysteresis = new(Hysteresis.MaxMargin, TimeSpan.Zero) };
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), terms, Day(0));

        customer.Record(Bought("O2", 1, 2_000), terms, Day(1)).Migrations.ShouldHaveSingleItem().To.ShouldBe("champions");
        customer.ViewAt(1, terms).Next.ShouldBe(customer.ViewAt(1).Next);
    }

    [Fact]
    public void A_segment_that_is_surer_between_two_seconds_only_does_not_hide_the_next_one()
    {
        // Coordinates in seconds, margin 0.5, own centroid at 0. Where x² > 2.25 ((x − c)² + b²) is a ball around 1.8 c:
        // its radius is ρ where 1.25 ρ² = 1.8 c² − 2.25 b². One from 180.2 to 180.8, one from 598.5 to 603.5.
        static double[] Ball(double middle, double radius)
        {
            var c = middle / 1.8;
            return [c, 1 + Math.Sqrt(((1.8 * c * c) - (1.25 * radius * radius)) / 2.25), 60];
        }

        FeatureScale[] seconds =
        [
            new(FeatureScale.RecencyDays, log: false, 0, 1 / 86_400.0),
            new(FeatureScale.Frequency, log: false, 0, 1),
            new(FeatureScale.Monetary, log: false, 0, 1),
        ];
        var model = Models.CentroidModelTests.Model(seconds, [0, 1, 60], Ball(180.5, 0.3), Ball(601, 2.5));
        var terms = new AssignmentTerms(new(model, 0, DateTimeOffset.MinValue), Window: null, new(0.5, TimeSpan.Zero));
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), terms, Day(0));

        customer.ViewAt(0, terms).Next.ShouldBe(new NextChange("s3", "s3", Day0.AddSeconds(599)));
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(10.5, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 366)]
    public void Figures_that_make_no_sense_are_refused(double margin, double days) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Hysteresis(margin, TimeSpan.FromDays(days)));
}
