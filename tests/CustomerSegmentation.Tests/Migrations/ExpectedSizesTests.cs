using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>Segment sizes by a Markov chain against closed forms, scipy and simulation.</summary>
public class ExpectedSizesTests
{
    private const double Span = 90;

    [Fact]
    public void Two_states_follow_their_closed_form()
    {
        // 90 days, nobody moves but in the chain: 12 of a's move to none and 3 came back, all at the very end.
        var rates = Rates(["a"], members: [100, 20], new("a", null, false, false, 12, 12 * Span), new(null, "a", false, false, 3, 3 * Span));
        rates.Days[0].ShouldBe((100 + 12 - 3) * Span, 1e-9);
        rates.Days[1].ShouldBe((20 - 12 + 3) * Span, 1e-9);
        var (away, back) = (12 / rates.Days[0], 3 / rates.Days[1]);

        var sizes = ExpectedSizes.Of(rates, [100, 20], [30, 400], seed: 1);

        foreach (var (days, size) in new[] { (30, sizes[0]), (400, sizes[1]) })
        {
            // p(a→none) = λ/(λ+μ) (1 − e^−(λ+μ)t)
            var gone = away / (away + back) * (1 - Math.Exp(-(away + back) * days));
            var returned = back / (away + back) * (1 - Math.Exp(-(away + back) * days));
            size[0].Expected.ShouldBe((100 * (1 - gone)) + (20 * returned), 1e-9);
            size[1].Expected.ShouldBe((100 * gone) + (20 * (1 - returned)), 1e-9);
        }
    }

    [Fact]
    public void Three_states_are_what_scipy_makes_of_them()
    {
        // N = [[0,10,2],[6,0,8],[1,0,0]], T = [1000,400,500], Q = N / T[:,None], minus its row sums on the diagonal;
        // numpy.array([100,50,30]) @ scipy.linalg.expm(Q * h)
        // Everybody's time is made by moves at the beginning of a span of 10 days, so DaysIn is 0.
        var rates = TransitionRates.Of(["a", "b"], [100, 40, 50], 10,
        [
            new("a", "b", false, false, 10, 0), new("a", null, false, false, 2, 0), new("b", "a", false, false, 6, 0),
            new("b", null, false, false, 8, 0), new(null, "a", false, false, 1, 0),
        ]);

        var sizes = ExpectedSizes.Of(rates, [100, 50, 30], [30, 60, 90], seed: 1);

        double[][] expected =
        [
            [87.5269616503731, 34.720590736518844, 57.75244761310806],
            [75.97366570500263, 27.119871493572962, 76.90646280142438],
            [66.542200015338, 22.541471227224, 90.91632875743798],
        ];
        for (var h = 0; h < 3; h++)
        {
            for (var state = 0; state < 3; state++)
            {
                sizes[h][state].Expected.ShouldBe(expected[h][state], 1e-6 * expected[h][state]);
            }
        }
    }

    [Fact]
    public void Refits_and_first_migrations_are_no_moves_but_begin_and_end_stays()
    {
        // At day 60 of 90 a refit moved 5 from a to b, and on day 30 4 came to know the shop, in a.
        var rates = Rates(["a", "b"], members: [10, 5, 0],
            new("a", "b", IsRefit: true, IsFirst: false, 5, 5 * 60), new(null, "a", IsRefit: false, IsFirst: true, 4, 4 * 30));

        rates.Total.ShouldBe(0);
        rates.Days[0].ShouldBe((10 * 90) + (5 * 60) - (4 * 30));
        rates.Days[1].ShouldBe(5 * 30);
        rates.Days[2].ShouldBe(0);
    }

    [Fact]
    public void Moves_of_segments_that_are_gone_count_for_nothing()
    {
        var rates = Rates(["a"], members: [10, 0], new MoveTally("old", "a", false, false, 4, 4 * 30), new("a", "old", false, false, 2, 2 * 60));

        rates.Total.ShouldBe(0);
        rates.Days[0].ShouldBe((10 * 90) - (4 * 30) + (2 * 60));
    }

    [Fact]
    public void Nobody_is_lost_and_where_nothing_moved_nothing_will()
    {
        var rates = Rates(["a", "b"], members: [50, 30, 20], new MoveTally("a", "b", false, false, 6, 6 * 40));

        var sizes = ExpectedSizes.Of(rates, [50, 30, 20], [1, 30, 365], seed: 7);

        sizes.ShouldAllBe(row => Math.Abs(row.Sum(size => size.Expected) - 100) < 1e-9);
        sizes.ShouldAllBe(row => row[2] == new ExpectedSize(20, 20, 20));
        sizes[1][0].Low.ShouldBeLessThan(sizes[1][0].Expected);
        sizes[1][0].High.ShouldBeGreaterThan(sizes[1][0].Expected);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_a_similar_one()
    {
        var rates = Rates(["a", "b"], members: [500, 300, 200], new MoveTally("a", "b", false, false, 60, 60 * 40), new("b", "a", false, false, 30, 30 * 50));

        var one = ExpectedSizes.Of(rates, [500, 300, 200], [30], seed: 1)[0][0];

        ExpectedSizes.Of(rates, [500, 300, 200], [30], seed: 1)[0][0].ShouldBe(one);
        var other = ExpectedSizes.Of(rates, [500, 300, 200], [30], seed: 2)[0][0];
        other.ShouldNotBe(one);
        (other.High - other.Low).ShouldBe(one.High - one.Low, 0.2 * (one.High - one.Low));
    }

    /// <summary>
    /// Customers who leave a at a constant rate are watched for 90 days; then the chain foretells how many are left
    /// after 30 more. Over many shops the interval should contain the truth nine times in ten.
    /// </summary>
    [Fact]
    public void Where_the_chain_is_true_the_interval_contains_the_size_nine_times_in_ten()
    {
        const int Shops = 400;
        const double Rate = 0.01;
        var random = new Random(5);
        var contained = 0;
        for (var shop = 0; shop < Shops; shop++)
        {
            double[] leave = [.. Enumerable.Range(0, 200).Select(_ => -Math.Log(1 - random.NextDouble()) / Rate)];
            double[] left = [.. leave.Where(day => day <= Span)];
            long stay = leave.Length - left.Length;
            var rates = Rates(["a"], members: [stay, left.Length], new MoveTally("a", null, false, false, left.Length, left.Sum()));

            var size = ExpectedSizes.Of(rates, [stay, left.Length], [30], (ulong)shop)[0][0];

            var truth = leave.Count(day => day > Span + 30);
            contained += truth >= size.Low && truth <= size.High ? 1 : 0;
        }

        // Binomial(400, 0.9) is within four standard deviations (6 each), with some room below for whole numbers.
        ((double)contained / Shops).ShouldBeInRange(0.83, 0.96);
    }

    private static TransitionRates Rates(string[] segments, long[] members, params MoveTally[] tallies) =>
        TransitionRates.Of(segments, members, Span, tallies);
}
