using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Models;

public sealed class CentroidModelTests
{
    // Unscaled, unlogged axes: what stands here can be checked on squared paper.
    private static readonly FeatureScale[] Plain =
    [
        new(FeatureScale.RecencyDays, false, 0, 1),
        new(FeatureScale.Frequency, false, 0, 1),
        new(FeatureScale.Monetary, false, 0, 1),
    ];

    private static readonly CentroidModel OnPaper = Model(Plain, [0, 0, 0], [10, 0, 0], [4, 3, 0]);

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(9, 0, 0, 1)]
    [InlineData(4, 2, 0, 2)]
    [InlineData(5, 0, 9, 2)] // 25+81, 25+81, 1+9+81
    public void A_customer_is_in_the_segment_of_the_nearest_centroid(double r, double f, double m, int index) =>
        OnPaper.Assign(r, f, m).ShouldBe(index);

    [Fact]
    public void A_tie_goes_to_the_lower_index()
    {
        OnPaper.Assign(5, -100, 0).ShouldBe(0);
        Model(Plain, [1, 1, 1], [1, 1, 1]).Assign(1, 1, 1).ShouldBe(0);
    }

    [Fact]
    public void Confidence_is_the_normalised_inverse_distance()
    {
        // (4, 0, 0): distances 4, 6, 3; inverses 1/4, 1/6, 1/3 sum to 3/4.
        var fits = OnPaper.Rank(4, 0, 0);
        fits.Select(f => f.Index).ShouldBe([2, 0, 1]);
        fits[0].Confidence.ShouldBe(4.0 / 9, 1e-12);
        fits[1].Confidence.ShouldBe(3.0 / 9, 1e-12);
        fits[2].Confidence.ShouldBe(2.0 / 9, 1e-12);
    }

    [Fact]
    public void On_a_centroid_confidence_is_one()
    {
        OnPaper.Rank(4, 3, 0).ShouldBe([new SegmentFit(2, 1), new SegmentFit(0, 0), new SegmentFit(1, 0)]);
        Model(Plain, [1, 1, 1], [1, 1, 1]).Rank(1, 1, 1).ShouldBe([new SegmentFit(0, 1), new SegmentFit(1, 0)]);
    }

    [Fact]
    public void The_next_boundary_is_where_another_centroid_is_as_near()
    {
        // f = 0: |x|² = (x−4)² + 9 at x = 25/8; then (x−4)² + 9 = (x−10)² at x = 75/12.
        OnPaper.NextBoundary(0, 0, 0).ShouldNotBeNull().ShouldBe(25.0 / 8, 1e-12);
        OnPaper.NextBoundary(4, 0, 0).ShouldNotBeNull().ShouldBe(75.0 / 12, 1e-12);
        OnPaper.NextBoundary(7, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void A_logged_and_scaled_boundary_comes_back_in_days()
    {
        // Centroids at log(1+r) = 1 and 3: half way is 2, that is e² − 1 days.
        FeatureScale[] logged = [new(FeatureScale.RecencyDays, true, 1, 0.5), Plain[1], Plain[2]];
        Model(logged, [0, 0, 0], [4, 0, 0]).NextBoundary(0.5, 0, 0).ShouldNotBeNull()
            .ShouldBe(Math.Exp(2) - 1, 1e-12);
    }

    [Fact]
    public void Centroids_are_told_in_customers_units()
    {
        FeatureScale[] logged = [new(FeatureScale.RecencyDays, true, 2, 0.5), Plain[1], new(FeatureScale.Monetary, true, 5, 2)];
        var centroid = Model(logged, [-2, 3, 0.5]).Centroids.ShouldHaveSingleItem();
        centroid.RecencyDays.ShouldBe(Math.E - 1, 1e-12);
        centroid.Frequency.ShouldBe(3);
        centroid.Monetary.ShouldBe(Math.Exp(6) - 1, 1e-9);
    }

    [Fact]
    public void A_scale_is_the_populations_mean_and_deviation_with_divisor_n()
    {
        var scale = FeatureScale.Of("x", log: false, [2, 4, 4, 4, 5, 5, 7, 9]);
        scale.Mean.ShouldBe(5);
        scale.StandardDeviation.ShouldBe(2);
        var logged = FeatureScale.Of("x", log: true, [Math.E - 1, Math.Exp(3) - 1]);
        logged.Mean.ShouldBe(2, 1e-12);
        logged.StandardDeviation.ShouldBe(1, 1e-12);
        logged.Scale(Math.Exp(4) - 1).ShouldBe(2, 1e-12);
        logged.Unscale(2).ShouldBe(Math.Exp(4) - 1, 1e-9);
    }

    [Fact]
    public void A_feature_in_which_all_are_alike_is_not_divided_by_zero() =>
        FeatureScale.Of("x", log: false, [3, 3, 3]).ShouldBe(new FeatureScale("x", false, 3, 1));

    [Fact]
    public void Nor_by_what_rounding_leaves_where_there_are_many()
    {
        FeatureScale.Of("x", log: true, [.. Enumerable.Repeat(1.0, 900)]).ShouldBe(new FeatureScale("x", true, double.LogP1(1), 1));
        FeatureScale.Of("x", log: false, [.. Enumerable.Repeat(0.1, 7_001)]).ShouldBe(new FeatureScale("x", false, 0.1, 1));
    }

    [Fact]
    public void A_margin_keeps_a_customer_until_another_centroid_is_nearer_by_that_share()
    {
        // Distances x and |10 − x|. x > 1.5 (10 − x) from 6 on, and x > 1.5 (x − 10) up to 30: inside a circle of Apollonius.
        var line = Model(Plain, [0, 0, 0], [10, 0, 0]);
        line.Assign(own: 0, 0.5, 5.5, 0, 0).ShouldBe(0);
        line.Assign(own: 0, 0.5, 6 - 1e-9, 0, 0).ShouldBe(0);
        line.Assign(own: 0, 0.5, 6 + 1e-9, 0, 0).ShouldBe(1);
        line.Assign(own: 0, 0.5, 31, 0, 0).ShouldBe(0);
        line.Assign(own: 1, 0.5, 31, 0, 0).ShouldBe(1);
        line.Assign(own: 1, 0.5, 4.5, 0, 0).ShouldBe(1);
        line.Assign(own: 1, 0.5, 3.5, 0, 0).ShouldBe(0);

        line.NextBoundary(own: 0, 0.5, 0, 0, 0).ShouldNotBeNull().ShouldBe(6, 1e-12);
        line.NextBoundary(own: 0, 0.5, 5.5, 0, 0).ShouldNotBeNull().ShouldBe(6, 1e-12);
        line.NextBoundary(own: 0, 0.5, 31, 0, 0).ShouldBeNull();
        line.NextBoundary(own: 1, 0.5, 4.5, 0, 0).ShouldBeNull();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_cannot_be_scaled_is_refused_when_fitting_and_when_assigning(double value)
    {
        Should.Throw<ArgumentException>(() => FeatureScale.Of("x", log: true, [1, value]));
        FeatureScale[] logged = [new(FeatureScale.RecencyDays, true, 0, 1), new(FeatureScale.Frequency, true, 0, 1), new(FeatureScale.Monetary, true, 0, 1)];
        var model = Model(logged, [0, 0, 0]);
        Should.Throw<ArgumentException>(() => model.Assign(value, 1, 1));
        Should.Throw<ArgumentException>(() => model.Assign(1, value, 1));
        Should.Throw<ArgumentException>(() => model.Rank(1, 1, value));
        Should.Throw<ArgumentException>(() => model.NextBoundary(value, 1, 1));
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        Should.Throw<ArgumentException>(() => Model(Plain));
        Should.Throw<ArgumentException>(() => Model(Plain, [0, 0]));
        Should.Throw<ArgumentException>(() => Model(Plain, [0, 0, double.NaN]));
        Should.Throw<ArgumentException>(() => Model([Plain[1], Plain[0], Plain[2]], [0, 0, 0]));
        Should.Throw<ArgumentException>(() => new CentroidModel(0, [Named(0)], Plain, [[0, 0, 0]]));
        Should.Throw<ArgumentException>(() => new CentroidModel(1, [Named(0), Named(0)], Plain, [[0, 0, 0], [1, 1, 1]]));
    }

    [Fact]
    public void Assigning_allocates_nothing()
    {
        OnPaper.Assign(1, 1, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            OnPaper.Assign(i, 1, 1);
        }

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    internal static CentroidModel Model(FeatureScale[] features, params double[][] centroids) =>
        new(1, [.. centroids.Select((_, i) => Named(i))], features, centroids);

    private static Segment Named(int index) => new($"s{index + 1}", $"Segment {index + 1}", "", "");
}
