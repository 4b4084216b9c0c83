using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>The way to a segment, worked out by hand from the rules of the first day.</summary>
public class PurchasePathSearchTests
{
    [Theory]
    // One order of 60 before; with another, F = 2 orders, score 2. Champions are R 5 with FM 4 or 5: M at least 5 for
    // a mean of 3.5, rounded up to 4; score 5 begins at 1,000.
    [InlineData("champions", PathVerdict.OneOrder, 940.0)]
    // Loyal are 53 (among others): M 3 for a mean of 2.5, rounded up to 3; score 3 begins at 150.
    [InlineData("loyal", PathVerdict.OneOrder, 90.0)]
    [InlineData("potential-loyalist", PathVerdict.OneOrder, 0.0001)]
    [InlineData("about-to-sleep", PathVerdict.NoSingleOrder, null)]
    [InlineData("hibernating", PathVerdict.NoSingleOrder, null)]
    [InlineData("s7", PathVerdict.NotInModel, null)]
    public void Under_rules_the_amount_is_what_the_thresholds_leave(string to, PathVerdict verdict, double? amount)
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Year, Day(0));

        // After 200 days, R 1 with FM 2.
        var path = customer.PathTo(to, Year, Day(200), id => id);

        path.From.ShouldBe("hibernating");
        var expected = to == "hibernating" ? PathVerdict.Already : verdict;
        (path.Verdict, path.Amount).ShouldBe((expected, (decimal?)amount));
        path.After.ShouldBe(amount is { } sum ? new Rfm(0, 2, 60 + (decimal)sum) : null);
        path.Reason.ShouldEndWith(".");
        path.Reachable.Select(way => (way.Id, way.Amount))
            .ShouldBe([("potential-loyalist", 0.0001m), ("loyal", 90m), ("champions", 940m)]);
    }

    [Fact]
    public void A_lapsed_customer_finds_the_way_of_a_new_one()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 5_000), Year, Day(0));

        var path = customer.PathTo("champions", Year, Day(400), id => id);

        // One order: F 1. M 5 gives a mean of 3: loyal at best.
        path.From.ShouldBeNull();
        path.Verdict.ShouldBe(PathVerdict.NoSingleOrder);
        path.Reason.ShouldContain("never to champions");
        path.Reachable.Select(way => (way.Id, way.Amount))
            .ShouldBe([("new", 0.0001m), ("potential-loyalist", 50m), ("loyal", 400m)]);
    }

    [Fact]
    public void Between_two_centroids_the_way_ends_on_their_bisector()
    {
        // The bisector of 10 and 30 is 20, which as a tie still belongs to the first.
        var terms = ByMoneyAlone(10, 30);
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 12.5m), terms, Day(0));

        customer.PathTo("s2", terms, Day(1), id => id).Amount.ShouldBe(7.5001m);
    }

    [Fact]
    public void A_segment_that_is_some_amounts_wide_is_found_and_one_between_two_amounts_is_not()
    {
        // From 1.00105 to 1.00315 the one in the middle is nearest, then from 1.00025 to 1.00075.
        SmallestOrders.Of(ByMoneyAlone(1, 1.0021, 1.0042).Model, 0, 0).OrderBy(way => way.Key).Select(way => way.Value)
            .ShouldBe([0.0001m, 1.0011m, 1.0032m]);
        SmallestOrders.Of(ByMoneyAlone(1, 1.0005, 1.001).Model, 0, 0).OrderBy(way => way.Key).Select(way => way.Value)
            .ShouldBe([0.0001m, 1.0003m, 1.0008m]);

        // Here from 1.00005 to 1.00007: no amount of four decimals lies there.
        SmallestOrders.Of(ByMoneyAlone(1.00004, 1.00006, 1.00008).Model, 0, 0).OrderBy(way => way.Key)
            .Select(way => (way.Key, way.Value)).ShouldBe([(0, 0.0001m), (2, 1.0001m)]);
    }

    [Fact]
    public void Buying_for_that_amount_leads_there()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 0, 60), Year, Day(0));
        var path = customer.PathTo("loyal", Year, Day(200), id => id);

        customer.Record(Bought("O2", 200, path.Amount!.Value), Year, Day(200)).Migrations[^1].To.ShouldBe("loyal");
        customer.ViewAt(200).Rfm.ShouldBe(path.After);
    }

    /// <summary>Centroids that differ in money alone, which is not logged.</summary>
    private static AssignmentTerms ByMoneyAlone(params double[] centroids) => new(
        new(
            new CentroidModel(
                1,
                [.. centroids.Select((_, i) => new Segment($"s{i + 1}", $"S{i + 1}", "", ""))],
                [new("recencyDays", log: false, 0, 1e9), new("frequency", log: false, 0, 1e9), new("monetary", log: false, 0, 1)],
                [.. centroids.Select(money => (IReadOnlyList<double>)[0, 0, money])]),
            1,
            DateTimeOffset.MinValue),
        Window: null);
}
