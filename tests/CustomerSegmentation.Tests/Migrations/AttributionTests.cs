using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>Which features moved a customer, by the rules of the first day.</summary>
public class AttributionTests
{
    private static readonly RuleModel Rules = new(RuleThresholds.Default);

    [Fact]
    public void Time_alone_is_recency_alone() =>
        Attribution.Shares(Rules, new Rfm(14, 1, 60), new Rfm(46, 1, 60)).ShouldBe([1, 0, 0]);

    [Fact]
    public void A_feature_that_would_not_have_mattered_decides_nothing()
    {
        // R 3 with FM 2 is Need Attention; R 5 makes it a Potential Loyalist. That there are two orders now (score 2, not
        // 1) changes nothing: the mean with M 2 is 2 either way. Nor does the money, which stays below 150.
        Attribution.Shares(Rules, new Rfm(60, 1, 60), new Rfm(0, 2, 80)).ShouldBe([1, 0, 0]);
    }

    [Fact]
    public void Two_features_that_are_needed_both_share_alike()
    {
        // From R 5, F 1, M 3 (FM 2: Potential Loyalist) to R 5, F 5, M 5 (Champions). F 5 alone: mean 4, Champions.
        // M 5 alone: mean 3, Loyal. So the orders decide in every sequence.
        Attribution.Shares(Rules, new Rfm(1, 1, 200), new Rfm(1, 10, 1_000)).ShouldBe([0, 1, 0]);

        // From F 2, M 2 (FM 2) to F 4, M 3 (mean 3.5: FM 4, Champions). F alone: mean 3, Loyal. M alone: 2.5, Loyal.
        Attribution.Shares(Rules, new Rfm(1, 2, 60), new Rfm(1, 5, 200)).ShouldBe([0, 0.5, 0.5]);
    }

    [Fact]
    public void Who_did_not_move_was_moved_by_nothing() =>
        Attribution.Shares(Rules, new Rfm(1, 1, 60), new Rfm(2, 1, 60)).ShouldBe([0, 0, 0]);

    [Fact]
    public void Shares_sum_to_one_and_what_stayed_the_same_has_none() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (before, after) = (Any(random), Any(random));
            after = after with { Frequency = random.Next(2) == 0 ? before.Frequency : after.Frequency };

            var shares = Attribution.Shares(Rules, before, after);

            shares.Sum().ShouldBe(Rules.Assign(before) == Rules.Assign(after) ? 0 : 1, 1e-12);
            shares.ShouldAllBe(share => share >= 0);
            if (before.Frequency == after.Frequency)
            {
                shares[1].ShouldBe(0);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Rfm Any(Random random) => new(random.Next(300), random.Next(1, 12), random.Next(1, 1_500));
}
