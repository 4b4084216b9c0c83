using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models;

public sealed class MixtureModelTests
{
    private static readonly FeatureScale[] Plain =
    [
        new(FeatureScale.RecencyDays, false, 0, 1),
        new(FeatureScale.Frequency, false, 0, 1),
        new(FeatureScale.Monetary, false, 0, 1),
    ];

    private static readonly FeatureScale[] Logged =
    [
        new(FeatureScale.RecencyDays, true, 3.9, 1.1),
        new(FeatureScale.Frequency, true, 1.2, 0.6),
        new(FeatureScale.Monetary, true, 5.6, 1.4),
    ];

    // Variances and turns from flat to wide, positive definite by their making: L Lᵀ + a little.
    private static readonly Gen<MixtureComponent> AnyComponent =
        from weight in Gen.Choose(1, 100).Select(i => i / 100.0)
        from mean in Gen.Choose(-2_500, 2_500).Select(i => i / 1_000.0).ArrayOf(3)
        from l in Gen.Choose(-1_500, 1_500).Select(i => i / 1_000.0).ArrayOf(6)
        select new MixtureComponent(weight, mean, Covariance(l));

    [Fact]
    public void A_customer_is_in_the_segment_of_the_highest_posterior()
    {
        // On a line, at 0: ln w − ln s − x²/2s². A narrow one at 0 (s 1) and a wide one at 0 (s 3), weights alike:
        // they meet where x²(1/2 − 1/18) = ln 3, at x = 1.5723.
        var model = Model(Plain, new(0.5, [0, 0, 0], Along(1)), new(0.5, [0, 0, 0], Along(9)));
        var meet = Math.Sqrt(Math.Log(3) * 9 / 4);
        model.Assign(0, 0, 0).ShouldBe(0);
        model.Assign(meet - 1e-6, 0, 0).ShouldBe(0);
        model.Assign(meet + 1e-6, 0, 0).ShouldBe(1);
        model.Assign(-meet - 1e-6, 0, 0).ShouldBe(1);
        model.NextBoundary(0, 0, 0).ShouldNotBeNull().ShouldBe(meet, 1e-12);
        model.NextBoundary(-5, 0, 0).ShouldNotBeNull().ShouldBe(-meet, 1e-12);
        model.NextBoundary(2, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void Confidence_is_the_posterior()
    {
        // At 0 the densities are as 1 to 1/3, weights 1 to 3: even, so the lower index leads; at 3 ln 1 − 9/2 to ln 1 − 1/2.
        var model = Model(Plain, new(0.25, [0, 0, 0], Along(1)), new(0.75, [0, 0, 0], Along(9)));
        model.Rank(0, 0, 0).Select(f => f.Index).ShouldBe([0, 1]);
        model.Rank(0, 0, 0)[0].Confidence.ShouldBe(0.5, 1e-12);
        model.Rank(3, 0, 0).Select(f => f.Index).ShouldBe([1, 0]);
        model.Rank(3, 0, 0)[0].Confidence.ShouldBe(1 / (1 + Math.Exp(-4)), 1e-12);
        model.Rank(1e6, 0, 0).ShouldBe([new SegmentFit(1, 1), new SegmentFit(0, 0)]);
    }

    [Fact]
    public void A_tie_goes_to_the_lower_index_and_twins_never_take_over()
    {
        var twins = Model(Plain, new(0.5, [1, 1, 1], Along(2)), new(0.5, [1, 1, 1], Along(2)));
        twins.Assign(4, 4, 4).ShouldBe(0);
        twins.Rank(4, 4, 4).ShouldBe([new SegmentFit(0, 0.5), new SegmentFit(1, 0.5)]);
        twins.NextBoundary(0, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void A_component_without_weight_gets_nobody()
    {
        var model = Model(Plain, new(1, [0, 0, 0], Along(1)), new(0, [9, 0, 0], Along(1)));
        model.Assign(9, 0, 0).ShouldBe(0);
        model.NextBoundary(0, 0, 0).ShouldBeNull();
        model.Rank(9, 0, 0).ShouldBe([new SegmentFit(0, 1), new SegmentFit(1, 0)]);
    }

    [Fact]
    public void Centroids_are_told_in_customers_units()
    {
        var centroid = Model(Logged, new MixtureComponent(1, [1, 0.5, -1], Along(1))).Centroids.ShouldHaveSingleItem();
        centroid.RecencyDays.ShouldBe(Math.Exp(5) - 1, 1e-9);
        centroid.Frequency.ShouldBe(Math.Exp(1.5) - 1, 1e-9);
        centroid.Monetary.ShouldBe(Math.Exp(4.2) - 1, 1e-9);
    }

    [Fact]
    public void Assignment_is_the_highest_weight_times_density_by_the_book()
    {
        var cases =
            from point in Gen.Choose(-4_000, 4_000).Select(i => i / 1_000.0).ArrayOf(3)
            from components in AnyComponent.NonEmptyListOf()
            select (point, components.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (x, components) = c;
            var model = Model(Plain, components);
            double[] logs = [.. components.Select(g => LogDensity(g, x))];
            var ranked = model.Rank(x[0], x[1], x[2]);
            var total = logs.Sum(l => Math.Exp(l - logs.Max()));
            return logs[model.Assign(x[0], x[1], x[2])] >= logs.Max() - (1e-6 * (1 + Math.Abs(logs.Max())))
                && ranked[0].Index == model.Assign(x[0], x[1], x[2])
                && Math.Abs(ranked.Sum(f => f.Confidence) - 1) < 1e-12
                && ranked.All(f => Math.Abs(f.Confidence - (Math.Exp(logs[f.Index] - logs.Max()) / total)) < 1e-5);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void The_next_boundary_agrees_with_a_fine_scan()
    {
        var cases =
            from days in Gen.Choose(0, 400_000).Select(i => i / 1_000.0)
            from orders in Gen.Choose(1, 30)
            from cents in Gen.Choose(1, 500_000)
            from components in AnyComponent.NonEmptyListOf()
            select (days, orders, cents / 100.0, components.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (days, orders, money, components) = c;
            var model = Model(Logged, components);
            var now = model.Assign(days, orders, money);
            const double Step = 0.05, Horizon = 1_500;
            double? seen = null;
            for (var d = days; d < Horizon && seen is null; d += Step)
            {
                seen = model.Assign(d, orders, money) == now ? null : d;
            }

            // A segment may be crossed within one step, unseen: then it does change within a hair of the boundary.
            var boundary = model.NextBoundary(days, orders, money);
            var changes = boundary is { } at && model.Assign(at + (1e-7 * (1 + at)), orders, money) != now;
            return seen is { } changed
                ? boundary is { } found && found >= days && found <= changed && (found > changed - Step - 1e-6 || changes)
                : boundary is null or > Horizon - Step - 1e-6 || changes;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Around_the_boundary_the_segment_changes_within_a_second()
    {
        const double Second = 1 / 86_400.0;
        var cases =
            from days in Gen.Choose(0, 400).Select(i => (double)i)
            from components in AnyComponent.NonEmptyListOf()
            select (days, components.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (days, components) = c;
            var model = Model(Logged, components);
            return model.NextBoundary(days, 2, 80) is not { } boundary
                || boundary > 10_000
                || (model.Assign(Math.Max(days, boundary - Second), 2, 80) == model.Assign(days, 2, 80)
                    && (model.Assign(boundary + Second, 2, 80) != model.Assign(days, 2, 80)
                        || model.NextBoundary(boundary + 1e-9, 2, 80) - boundary < Second));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void A_margin_keeps_a_customer_until_another_posterior_is_greater_by_that_share()
    {
        // Unit Gaussians at 0 and 4: the log of the ratio of posteriors is 4x − 8. It is ln 2 at x = 2 + (ln 2)/4.
        var model = Model(Plain, new(0.5, [0, 0, 0], Along(1)), new(0.5, [4, 0, 0], Along(1)));
        var twice = 2 + (Math.Log(2) / 4);
        model.Assign(own: 0, 1, twice - 1e-9, 0, 0).ShouldBe(0);
        model.Assign(own: 0, 1, twice + 1e-9, 0, 0).ShouldBe(1);
        model.Assign(own: 1, 1, 2 - (Math.Log(2) / 4) + 1e-9, 0, 0).ShouldBe(1);
        model.Assign(own: 1, 1, 2 - (Math.Log(2) / 4) - 1e-9, 0, 0).ShouldBe(0);
        model.NextBoundary(own: 0, 1, 0, 0, 0).ShouldNotBeNull().ShouldBe(twice, 1e-12);
        model.NextBoundary(own: 0, 1, 2.1, 0, 0).ShouldNotBeNull().ShouldBe(twice, 1e-12);
        model.NextBoundary(own: 1, 1, 1.9, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        Should.Throw<ArgumentException>(() => Model(Plain));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(1, [0, 0], Along(1))));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(1, [0, 0, 0], [[1, 0], [0, 1]])));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(1, [0, 0, 0], Along(-1))));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(double.NaN, [0, 0, 0], Along(1))));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(0, [0, 0, 0], Along(1))));
        Should.Throw<ArgumentException>(() => Model(Plain, new MixtureComponent(1, [0, 0, 0], Along(1))).Assign(double.NaN, 1, 1));
    }

    [Fact]
    public void Assigning_allocates_nothing()
    {
        var model = Model(Plain, new(0.5, [0, 0, 0], Along(1)), new(0.5, [0, 0, 0], Along(9)));
        model.Assign(1, 1, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            model.Assign(i, 1, 1);
        }

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    private static MixtureModel Model(FeatureScale[] features, params MixtureComponent[] components) =>
        new(1, [.. components.Select((_, i) => new Segment($"s{i + 1}", $"Segment {i + 1}", "", ""))], features, components);

    /// <summary>This variance in recency, 1 in the others.</summary>
    private static double[][] Along(double variance) => [[variance, 0, 0], [0, 1, 0], [0, 0, 1]];

    private static double[][] Covariance(double[] l)
    {
        double[][] lower = [[l[0], 0, 0], [l[1], l[2], 0], [l[3], l[4], l[5]]];
        return [.. lower.Select((a, i) => lower.Select((b, j) => a.Zip(b, (x, y) => x * y).Sum() + (i == j ? 0.02 : 0)).ToArray())];
    }

    /// <summary>ln(w · N(x)), with the inverse of a 3 × 3 matrix by cofactors.</summary>
    private static double LogDensity(MixtureComponent g, double[] x)
    {
        var s = g.Covariance;
        double[] d = [.. x.Zip(g.Mean, (a, b) => a - b)];
        double Minor(int i, int j)
        {
            var (r1, r2, c1, c2) = ((i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3);
            return (s[r1][c1] * s[r2][c2]) - (s[r1][c2] * s[r2][c1]);
        }

        var determinant = Enumerable.Range(0, 3).Sum(j => s[0][j] * Minor(0, j));
        var squared = Enumerable.Range(0, 9).Sum(i => d[i / 3] * d[i % 3] * Minor(i / 3, i % 3)) / determinant;
        return Math.Log(g.Weight) - (squared / 2) - (Math.Log(determinant) / 2);
    }
}
