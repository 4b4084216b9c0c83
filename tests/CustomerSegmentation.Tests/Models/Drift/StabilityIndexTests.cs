using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Drift;

namespace CustomerSegmentation.Tests.Models.Drift;

public sealed class StabilityIndexTests
{
    [Fact]
    public void Nothing_moved_is_zero() => StabilityIndex.Of([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]).ShouldBe(0);

    [Fact]
    public void It_is_the_sum_over_the_bins()
    {
        // By hand: (0.3 − 0.5) ln 0.6 = 0.1021651, (0.7 − 0.5) ln 1.4 = 0.0672944.
        StabilityIndex.Of([0.5, 0.5], [0.3, 0.7]).ShouldBe(0.1694596, 1e-7);

        // (0.1 − 0.2) ln 0.5 = 0.0693147, (0.3 − 0.3) = 0, (0.6 − 0.5) ln 1.2 = 0.0182322.
        StabilityIndex.Of([0.2, 0.3, 0.5], [0.1, 0.3, 0.6]).ShouldBe(0.0875469, 1e-7);
    }

    [Fact]
    public void An_empty_bin_counts_as_one_in_ten_thousand()
    {
        // (0.0001 − 0.5) ln 0.0002 = 4.2577447, (1 − 0.5) ln 2 = 0.3465736.
        StabilityIndex.Of([0.5, 0.5], [0, 1]).ShouldBe(4.6043183, 1e-6);
        StabilityIndex.Of([0, 1], [0.5, 0.5]).ShouldBe(4.6043183, 1e-6);
        StabilityIndex.Of([0, 1], [0, 1]).ShouldBe(0);
    }

    [Fact]
    public void Different_bins_are_refused() => Should.Throw<ArgumentException>(() => StabilityIndex.Of([1], [0.5, 0.5]));

    [Fact]
    public void Continuous_values_have_ten_bins_that_end_on_the_deciles()
    {
        var profile = FeatureProfile.Of("monetary", [.. Enumerable.Range(1, 100).Select(i => (double)i)]);

        profile.Bounds.ShouldBe([10, 20, 30, 40, 50, 60, 70, 80, 90]);
        profile.Shares.ShouldAllBe(share => share == 0.1);
    }

    [Fact]
    public void Values_that_many_share_lie_in_one_bin()
    {
        // Six of ten have one order, two have two, one three, one nine: deciles 1 1 1 1 1 1 2 2 3.
        var profile = FeatureProfile.Of("frequency", [1, 1, 1, 1, 1, 1, 2, 2, 3, 9]);

        profile.Bounds.ShouldBe([1, 2, 3]);
        profile.Shares.ShouldBe([0.6, 0.2, 0.1, 0.1]);
        profile.SharesOf([1, 1, 2.5, 100]).ShouldBe([0.5, 0, 0.25, 0.25]);
    }

    [Fact]
    public void A_value_that_all_share_has_a_bin_of_its_own_so_that_leaving_it_either_way_is_seen()
    {
        var profile = FeatureProfile.Of("frequency", [2, 2, 2]);

        profile.Shares.ShouldBe([0, 1, 0]);
        profile.SharesOf([2, 2]).ShouldBe([0, 1, 0]);
        profile.SharesOf([1, 2, 5, 5]).ShouldBe([0.25, 0.25, 0.5]);
        StabilityIndex.Of(profile.Shares, profile.SharesOf([5, 5])).ShouldBeGreaterThan(StabilityIndex.Shifted);
        StabilityIndex.Of(profile.Shares, profile.SharesOf([1, 1])).ShouldBeGreaterThan(StabilityIndex.Shifted);
    }

    [Fact]
    public void Drift_names_the_feature_that_moved_and_keeps_the_evidence()
    {
        double[] recency = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        double[] monetary = [.. Enumerable.Range(1, 100).Select(i => i * 10.0)];
        var profile = PopulationProfile.Of(new(recency, recency, monetary));
        var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

        var drift = profile.Drift(new(recency, recency, [.. monetary.Select(m => Math.Min(m, 500))]), modelVersion: 3, at);

        (drift.AsOf, drift.ModelVersion, drift.Customers).ShouldBe((at, 3, 100));
        drift.Features.Select(feature => feature.Name).ShouldBe(["recencyDays", "frequency", "monetary"]);
        drift.Features[0].Index.ShouldBe(0);
        drift.Worst.Name.ShouldBe("monetary");
        drift.Worst.Actual.ShouldBe([0.1, 0.1, 0.1, 0.1, 0.6, 0, 0, 0, 0, 0]);

        // By hand: (0.6 − 0.1) ln 6 = 0.8958797, and five empty bins: 5 (0.0001 − 0.1) ln 0.001 = 3.4504238.
        drift.Worst.Index.ShouldBe(4.3463035, 1e-6);
    }
}
