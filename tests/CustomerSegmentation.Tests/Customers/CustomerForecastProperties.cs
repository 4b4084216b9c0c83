using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>What is foretold of a customer is what a look at that moment finds.</summary>
public class CustomerForecastProperties
{
    [Fact]
    public void The_segment_foretold_for_a_moment_is_the_one_of_that_moment() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var customer = Random(seed);
            double[] days = [300, 330, 360.123, 390, 500, 700];
            var foretold = new string?[days.Length];

            customer.SegmentsAt(Year, [.. days.Select(day => Day(day).UtcTicks)], foretold);

            foretold.ShouldBe(days.Select(day => customer.ViewAt(day).Segment?.Id));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_departure_is_the_next_change_if_it_comes_in_time() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var customer = Random(seed);
            var view = customer.ViewAt(300);
            foreach (var until in new double[] { 301, 310, 400, 1_000 })
            {
                var departure = customer.DepartureFrom(view.Segment?.Id ?? "none", Year, Day(300), Day(until));
                if (view.Next is { } next && next.At <= Day(until))
                {
                    departure.ShouldNotBeNull();
                    (departure.At, departure.To).ShouldBe((next.At, next.Id));
                    (departure.Member.RecencyDays, departure.Member.Frequency, departure.Member.Monetary)
                        .ShouldBe((view.Rfm!.Value.RecencyDays, view.Rfm.Value.Frequency, view.Rfm.Value.Monetary));
                    departure.Member.Since.ShouldBe(view.Segment!.Since);
                }
                else
                {
                    departure.ShouldBeNull();
                }

                customer.DepartureFrom("elsewhere", Year, Day(300), Day(until)).ShouldBeNull();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Up to a dozen orders in 300 days, some refunded; some customers have none left.</summary>
    private static Customer Random(int seed)
    {
        var random = new Random(seed);
        var customer = new Customer("C");
        foreach (var i in Enumerable.Range(0, random.Next(1, 12)))
        {
            var day = random.NextDouble() * 299;
            customer.Record(Bought($"O{i}", day, random.Next(1, 300)), Year, Day(300));
            if (random.Next(4) == 0)
            {
                customer.Record(Refunded($"O{i}", day, random.Next(1, 300)), Year, Day(300));
            }
        }

        return customer;
    }
}
