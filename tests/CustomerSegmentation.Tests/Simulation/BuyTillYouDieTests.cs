using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Tests.Simulation;

/// <summary>The simulated shop against the closed forms of the models it claims to follow.</summary>
public class BuyTillYouDieTests
{
    private static readonly DateTimeOffset From = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddDays(3 * 364);

    // Whole weeks, over which the weekly rhythm adds and takes nothing.
    private static readonly TimeSpan Watched = TimeSpan.FromDays(52 * 7);
    private const double WatchedYears = 52 * 7 / 365.25;

    private static readonly ShopOptions Options = new() { Customers = 30_000, Seed = 42 };

    private static readonly List<PurchaseEvent> Purchases =
        [.. new SimulatedShop(Options).History(From, To).Where(e => e.Type == PurchaseEventType.Purchase)];

    private static readonly int[] Repeats = [.. Purchases.GroupBy(e => e.CustomerId)
        .Select(orders => orders.Select(e => e.OccurredAt).ToArray())
        .Where(times => times[0] < To - Watched)
        .Select(times => times.Count(t => t <= times[0] + Watched) - 1)];

    [Fact]
    public void The_share_without_a_repeat_purchase_is_that_of_BG_NBD()
    {
        // P(X(t) = 0) = (α/(α + t))^r; Fader, Hardie and Lee 2005, equation 8 with x = 0.
        var expected = Math.Pow(0.3 / (0.3 + WatchedYears), 1.5);

        var share = Repeats.Count(x => x == 0) / (double)Repeats.Length;

        share.ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / Repeats.Length));
    }

    [Fact]
    public void The_mean_number_of_repeat_purchases_is_that_of_BG_NBD()
    {
        // E[X(t)], equation 9, with the Gaussian hypergeometric function as its series.
        double r = 1.5, alpha = 0.3, a = 0.8, b = 6, t = WatchedYears;
        var expected = (a + b - 1) / (a - 1)
            * (1 - (Math.Pow(alpha / (alpha + t), r) * Hypergeometric(r, b, a + b - 1, t / (alpha + t))));

        var mean = Repeats.Average();
        var deviation = Math.Sqrt(Repeats.Average(x => (x - mean) * (x - mean)));

        mean.ShouldBe(expected, 4 * deviation / Math.Sqrt(Repeats.Length));
    }

    [Fact]
    public void The_mean_order_is_that_of_gamma_gamma()
    {
        // E[m] = pγ/(q − 1); the first order of each customer, so that orders are independent.
        var firsts = Purchases.DistinctBy(e => e.CustomerId).Select(e => (double)e.Amount).ToArray();
        var mean = firsts.Average();
        var deviation = Math.Sqrt(firsts.Average(x => (x - mean) * (x - mean)));

        mean.ShouldBe(6.25 * 30 / 2.74, 4 * deviation / Math.Sqrt(firsts.Length));
    }

    [Fact]
    public void Orders_of_one_customer_resemble_each_other_as_much_as_gamma_gamma_says()
    {
        // Variance of the customers' means γ²p²/((q−1)²(q−2)) is the covariance of two orders of one customer.
        // The distribution's tail is heavy (its fourth moment is infinite): 15 % is fair for ten thousand pairs.
        var pairs = Purchases.GroupBy(e => e.CustomerId).Where(g => g.Count() > 1)
            .Select(g => g.Take(2).Select(e => (double)e.Amount).ToArray()).ToArray();
        double x = pairs.Average(p => p[0]), y = pairs.Average(p => p[1]);

        var covariance = pairs.Average(p => (p[0] - x) * (p[1] - y));

        var expected = 30 * 30 * 6.25 * 6.25 / (2.74 * 2.74 * 1.74);
        covariance.ShouldBe(expected, expected * 0.15);
    }

    [Fact]
    public void The_average_active_customer_orders_four_to_six_times_a_year()
    {
        // Between the first and the last order, more than a year apart, the customer was surely active.
        var rates = Purchases.GroupBy(e => e.CustomerId)
            .Select(g => g.Select(e => e.OccurredAt).ToArray())
            .Select(times => (Times: times, Years: (times[^1] - times[0]).TotalDays / 365.25))
            .Where(c => c.Years > 1).ToArray();

        (rates.Sum(c => c.Times.Length - 1) / rates.Sum(c => c.Years)).ShouldBeInRange(4, 6);
    }

    [Fact]
    public void Evenings_are_busy_and_nights_are_quiet()
    {
        var byHour = Purchases.GroupBy(e => e.OccurredAt.Hour).ToDictionary(g => g.Key, g => g.Count());

        byHour[20].ShouldBeGreaterThan(10 * byHour[3]);
        byHour.Count.ShouldBe(24);
    }

    private static double Hypergeometric(double a, double b, double c, double z)
    {
        double sum = 1, term = 1;
        for (var n = 0; n < 10_000 && term > 1e-16; n++)
        {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
        }

        return sum;
    }
}
