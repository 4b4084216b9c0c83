using CustomerSegmentation.Models;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models;

public sealed class CentroidModelProperties
{
    /// <summary>Coordinates from a small grid, so that exact ties are common.</summary>
    private static readonly Gen<double[]> GridPoint = Gen.Choose(-3, 3).Select(i => (double)i).ArrayOf(3);

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

    [Fact]
    public void Assignment_is_the_nearest_centroid_with_ties_to_the_lower_index()
    {
        var cases =
            from point in GridPoint
            from centroids in GridPoint.NonEmptyListOf()
            select (point, centroids.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (x, centroids) = c;
            var distances = centroids.Select(y => x.Zip(y, (a, b) => (a - b) * (a - b)).Sum()).ToList();
            var model = CentroidModelTests.Model(Plain, centroids);
            var assigned = model.Assign(x[0], x[1], x[2]);
            var ranked = model.Rank(x[0], x[1], x[2]);
            return assigned == distances.IndexOf(distances.Min())
                && ranked[0].Index == assigned
                && Math.Abs(ranked.Sum(f => f.Confidence) - 1) < 1e-12
                && ranked.Select(f => f.Confidence).SequenceEqual(ranked.Select(f => f.Confidence).OrderDescending());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void The_next_boundary_agrees_with_a_fine_scan()
    {
        // Thousandths, so that equal coordinates are rare but happen.
        var coordinate = Gen.Choose(-2_500, 2_500).Select(i => i / 1_000.0);
        var cases =
            from days in Gen.Choose(0, 400_000).Select(i => i / 1_000.0)
            from orders in Gen.Choose(1, 30)
            from cents in Gen.Choose(1, 500_000)
            from centroids in coordinate.ArrayOf(3).NonEmptyListOf()
            select (days, orders, cents / 100.0, centroids.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (days, orders, money, centroids) = c;
            var model = CentroidModelTests.Model(Logged, centroids);
            var now = model.Assign(days, orders, money);
            const double Step = 0.05, Horizon = 1_500;
            double? seen = null;
            for (var d = days; d < Horizon && seen is null; d += Step)
            {
                seen = model.Assign(d, orders, money) == now ? null : d;
            }

            var boundary = model.NextBoundary(days, orders, money);
            return seen is { } changed
                ? boundary is { } found && found >= days && found <= changed && found > changed - Step - 1e-6
                : boundary is null or > Horizon - Step - 1e-6;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Around_the_boundary_the_segment_changes_within_a_second()
    {
        const double Second = 1 / 86_400.0;
        var coordinate = Gen.Choose(-2_500, 2_500).Select(i => i / 1_000.0);
        var cases =
            from days in Gen.Choose(0, 400).Select(i => (double)i)
            from centroids in coordinate.ArrayOf(3).NonEmptyListOf()
            select (days, centroids.ToArray());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (days, centroids) = c;
            var model = CentroidModelTests.Model(Logged, centroids);
            return model.NextBoundary(days, 2, 80) is not { } boundary
                || boundary > 10_000
                || (model.Assign(Math.Max(days, boundary - Second), 2, 80) == model.Assign(days, 2, 80)
                    && model.Assign(boundary + Second, 2, 80) != model.Assign(days, 2, 80));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
