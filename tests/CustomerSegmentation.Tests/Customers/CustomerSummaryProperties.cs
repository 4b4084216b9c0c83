using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Models;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>An outline knows what the customer will be, or says that only the orders tell.</summary>
public sealed class CustomerSummaryProperties
{
    private static readonly double[] Days = [300, 300.5, 310, 345, 400, 520, 640, 700];

    [Fact]
    public void Where_an_outline_answers_it_answers_as_the_customer()
    {
        var (answered, left) = (0, 0);
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var customer = Random(seed);
            var terms = Published(seed);
            var summary = CustomerSummary.Of(customer);
            foreach (var day in Days)
            {
                var there = summary.At(terms, Day(day).UtcTicks);
                if (there is null)
                {
                    left++;
                    continue;
                }

                answered++;
                there.ShouldBe(customer.SegmentStateAt(terms, Day(day)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        answered.ShouldBeGreaterThan(1_000);
        left.ShouldBeGreaterThan(100, "orders left the window");
    }

    [Fact]
    public void Only_the_orders_tell_what_remains_when_one_of_them_leaves_the_window()
    {
        var customer = new Customer("C");
        customer.Record(Bought("O1", 10, 500), Year, Day(20));
        customer.Record(Bought("O2", 18, 60), Year, Day(20));
        var summary = CustomerSummary.Of(customer);

        summary.At(Year, Day(374.9).UtcTicks).ShouldNotBeNull().Frequency.ShouldBe(2);
        summary.At(Year, Day(375).UtcTicks).ShouldBeNull();
    }

    /// <summary>The rules, or other rules published on day 300: before anything else can have become due.</summary>
    private static AssignmentTerms Published(int seed) => seed % 2 == 0 ? Year : Year with
    {
        Publication = new(new RuleModel(new() { RecencyDays = [7, 30, 60, 120] }), 1, Day(300)),
    };

    private static Customer Random(int seed)
    {
        var random = new Random(seed);
        var customer = new Customer("C");
        foreach (var i in Enumerable.Range(0, random.Next(1, 9)))
        {
            var day = random.NextDouble() * 299;
            customer.Record(Bought($"O{i}", day, random.Next(1, 300)), Year, Day(299));
            if (random.Next(4) == 0)
            {
                customer.Record(Refunded($"O{i}", day, random.Next(1, 300)), Year, Day(299));
            }
        }

        customer.Advance(Year, Day(300).AddTicks(-1));
        return customer;
    }
}
