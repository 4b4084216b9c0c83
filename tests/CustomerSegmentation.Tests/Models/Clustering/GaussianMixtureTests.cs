using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class GaussianMixtureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Mall_customers_have_the_published_criterion(int k)
    {
        var published = References.Figures().At("mall", "gmm_full_bic", $"{k}").GetDouble();
        var bic = GaussianMixture.Fit(References.Mall(), new GaussianMixtureOptions(k)).Bic.ShouldNotBeNull();
        bic.ShouldBe(published, k == 1 ? 0.005 : 0.005 * published);
    }

    // scikit-learn 1.2.1 on Mall_Customers, n_init=20, tol=1e-7: one component has a closed form, more are a search.
    [Theory]
    [InlineData(CovarianceShape.Full, 1, 3767.4227, 3750.9312)]
    [InlineData(CovarianceShape.Diagonal, 1, 3762.1440, 3748.9508)]
    [InlineData(CovarianceShape.Tied, 1, 3767.4227, 3750.9312)]
    [InlineData(CovarianceShape.Spherical, 1, 3756.9031, 3747.0082)]
    [InlineData(CovarianceShape.Full, 3, 3720.7427, 3664.6713)]
    [InlineData(CovarianceShape.Diagonal, 4, 3647.7798, 3585.1117)]
    [InlineData(CovarianceShape.Diagonal, 5, 3647.4675, 3568.3079)]
    [InlineData(CovarianceShape.Tied, 5, 3664.2680, 3608.1966)]
    [InlineData(CovarianceShape.Spherical, 5, 3654.0579, 3591.3898)]
    public void Each_shape_has_the_criteria_that_another_program_finds(CovarianceShape shape, int k, double bic, double aic)
    {
        var fit = GaussianMixture.Fit(References.Mall(), new GaussianMixtureOptions(k) { Shape = shape });
        fit.Collapsed.ShouldBeEmpty();

        // A search may find better ones, as it does for three components, but hardly by much.
        fit.Bic.ShouldNotBeNull().ShouldBeInRange(k == 1 ? bic - 1e-3 : 0.99 * bic, k == 1 ? bic + 1e-3 : 1.001 * bic);
        fit.Aic.ShouldNotBeNull().ShouldBeInRange(k == 1 ? aic - 1e-3 : 0.99 * aic, k == 1 ? aic + 1e-3 : 1.001 * aic);
    }

    [Theory]
    [InlineData(CovarianceShape.Full, 29)] // 2 weights, 9 means, 3 · 6
    [InlineData(CovarianceShape.Diagonal, 20)]
    [InlineData(CovarianceShape.Tied, 17)]
    [InlineData(CovarianceShape.Spherical, 14)]
    public void Parameters_are_counted_by_shape(CovarianceShape shape, int count) =>
        GaussianMixture.Fit(TestColumns.Blobs(300, 3, 3, 4), new GaussianMixtureOptions(3) { Shape = shape }).Parameters.ShouldBe(count);

    [Fact]
    public void One_component_is_mean_and_covariance_of_the_rows()
    {
        // By hand: means 2 and 3; deviations (−1,−2), (0,2), (1,0): variances 2/3 and 8/3, covariance 2/3.
        var component = GaussianMixture.Fit(NumericColumns.From([1, 2, 3], [1, 5, 3]), new GaussianMixtureOptions(1)).Components.ShouldHaveSingleItem();
        component.Weight.ShouldBe(1);
        component.Mean.ShouldBe([2, 3], 1e-6);
        component.Covariance.SelectMany(row => row).ShouldBe([2.0 / 3, 2.0 / 3, 2.0 / 3, 8.0 / 3], 1e-6);
    }

    [Fact]
    public void Components_that_lie_apart_are_found_with_their_weights()
    {
        // 300 rows of −1, 0, 1 around 0 and 100 around 50: variance 2/3 each.
        double[] values = [.. Enumerable.Range(0, 400).Select(i => (i % 3) - 1 + (i < 300 ? 0.0 : 50))];
        var fit = GaussianMixture.Fit(NumericColumns.From(values), new GaussianMixtureOptions(2));
        var components = fit.Components.OrderBy(c => c.Mean[0]).ToList();
        components.Select(c => c.Weight).ShouldBe([0.75, 0.25], 1e-9);
        components[0].Mean[0].ShouldBe(0, 1e-5);
        components[1].Mean[0].ShouldBe(50, 0.02);
        components[0].Covariance[0][0].ShouldBe(2.0 / 3, 1e-5);
        fit.Label(NumericColumns.From(values)).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_component_on_a_plane_is_told_instead_of_a_flattering_criterion()
    {
        // Half of all customers have exactly one order: any mixture of two puts a component onto that plane.
        var random = new SeededRandom(5);
        double[] orders = [.. Enumerable.Range(0, 1_000).Select(i => i % 2 == 0 ? 1 : 2 + (8 * random.NextDouble()))];
        double[] spend = [.. orders.Select(_ => random.NextDouble() + random.NextDouble())];
        var fit = GaussianMixture.Fit(NumericColumns.From(orders, spend), new GaussianMixtureOptions(2));
        var collapsed = fit.Components[fit.Collapsed.ShouldHaveSingleItem()];
        collapsed.Mean[0].ShouldBe(1, 1e-6);
        collapsed.Weight.ShouldBe(0.5, 1e-3);
        fit.Bic.ShouldBeNull();
        fit.Aic.ShouldBeNull();

        // The floor is a share of the column's variance, and no component is flatter.
        var variance = orders.Average(x => x * x) - Math.Pow(orders.Average(), 2);
        collapsed.Covariance[0][0].ShouldBe(1e-6 * variance, 1e-8 * variance);
    }

    [Theory]
    [InlineData(CovarianceShape.Full)]
    [InlineData(CovarianceShape.Diagonal)]
    [InlineData(CovarianceShape.Tied)]
    [InlineData(CovarianceShape.Spherical)]
    public void Rows_that_are_all_alike_collapse_and_end(CovarianceShape shape)
    {
        var fit = GaussianMixture.Fit(NumericColumns.From([4, 4, 4, 4], [1, 1, 1, 1]), new GaussianMixtureOptions(2) { Shape = shape });
        fit.Collapsed.ShouldNotBeEmpty();
        double.IsFinite(fit.LogLikelihood).ShouldBeTrue();
    }

    [Fact]
    public void A_warm_start_from_the_result_rests_at_once()
    {
        var table = TestColumns.Blobs(3_000, 3, 4, 5);
        var options = new GaussianMixtureOptions(4);
        var cold = GaussianMixture.Fit(table, options);
        var warm = GaussianMixture.FitFrom(table, cold.Components, options);
        warm.Iterations.ShouldBe(1);
        warm.LogLikelihoods[0].ShouldBe(cold.LogLikelihood, 1e-9 * Math.Abs(cold.LogLikelihood));
    }

    [Fact]
    public void A_far_origin_costs_no_precision()
    {
        double[] close = [0, 1, 2, 100, 101, 102];
        var fit = GaussianMixture.Fit(NumericColumns.From([.. close.Select(x => x + 1.7e9)]), new GaussianMixtureOptions(2));
        fit.Components.Select(c => c.Mean[0]).Order().ShouldBe([1.7e9 + 1, 1.7e9 + 101], 1e-5);
    }

    [Fact]
    public void Options_and_starts_that_make_no_sense_are_refused()
    {
        var table = NumericColumns.From([1, 2, 3]);
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(table, new GaussianMixtureOptions(0)));
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(table, new GaussianMixtureOptions(4)));
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(table, new GaussianMixtureOptions(2) { VarianceFloor = 0 }));
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(table, new GaussianMixtureOptions(2) { Tolerance = double.NaN }));
        Should.Throw<ArgumentException>(() => GaussianMixture.FitFrom(table, [new(1, [1], [[-1]])], new GaussianMixtureOptions(1)));
        Should.Throw<ArgumentException>(() => GaussianMixture.FitFrom(table, [new(1, [1, 2], [[1]])], new GaussianMixtureOptions(1)));
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(table, new GaussianMixtureOptions(1)).Label(NumericColumns.From([1], [2])));
    }

    [Fact]
    public void A_fit_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() => GaussianMixture.Fit(
            TestColumns.Blobs(100, 2, 2, 1), new GaussianMixtureOptions(2), new CancellationToken(canceled: true)));
}
