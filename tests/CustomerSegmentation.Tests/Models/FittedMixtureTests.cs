using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models;

public sealed class FittedMixtureTests
{
    [Fact]
    public void A_mixture_is_chosen_by_its_criterion_and_its_segments_are_named()
    {
        var fitted = Fit(Bells(1_500), new FitRequest(Algorithm: "gaussianMixture", MinK: 2, MaxK: 6));
        fitted.Algorithm.ShouldBe("gaussianMixture");
        fitted.Report.K.ShouldBe(3);
        fitted.Report.Metrics.ShouldAllBe(m => m.Collapsed != null);
        fitted.Report.Metrics.Where(m => m.Bic is not null).MinBy(m => m.Bic)!.K.ShouldBe(3);
        var model = fitted.Model.ShouldBeOfType<MixtureModel>();
        model.Segments.Select(s => s.Id).ShouldBe(["s20", "s21", "s22"]);
        model.Segments.DistinctBy(s => s.Name).Count().ShouldBe(3);
        fitted.NextSegmentNumber.ShouldBe(23);

        // The middles of the three bells, from the most to the least valuable.
        model.Centroids.Select(c => c.RecencyDays).ShouldBe([4, 40, 250], 10);
        model.Components.Select(c => c.Weight).ShouldBe([1.0 / 3, 1.0 / 3, 1.0 / 3], 0.01);
        model.Assign(4, 30, 3_000).ShouldBe(0);
        model.Assign(250, 5, 60).ShouldBe(2);
        fitted.Report.Structure.ShouldNotBeNull().Present.ShouldBeTrue();
        fitted.Report.Stability.ShouldNotBeNull().MeanAdjustedRand.ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Where_every_mixture_collapses_the_report_says_so_and_the_silhouette_chooses()
    {
        // Two thirds have one order exactly: a plane in the features.
        var random = new SeededRandom(6);
        double[] orders = [.. Enumerable.Range(0, 900).Select(i => i % 3 == 0 ? 2.0 + random.NextBelow(20) : 1)];
        double[] days = [.. orders.Select(_ => 400 * random.NextDouble())];
        double[] spend = [.. orders.Select(o => o * (20 + (30 * random.NextDouble())))];
        var fitted = Fit(new(days, orders, spend), new FitRequest(Algorithm: "gaussianMixture", MinK: 2, MaxK: 4));
        fitted.Report.Metrics.ShouldAllBe(m => m.Bic == null && m.Aic == null && m.Collapsed > 0);
        fitted.Report.K.ShouldBe(KSelection.Suggest(fitted.Report.Metrics));
    }

    [Fact]
    public void The_lowest_criterion_is_chosen_among_those_that_did_not_collapse()
    {
        MixtureSelection.Suggest([Tried(2, 10, 0.1), Tried(3, 8, 0.2), Tried(4, null, 0.9)]).ShouldBe(3);
        MixtureSelection.Suggest([Tried(2, null, 0.1), Tried(3, null, 0.9)]).ShouldBe(3);

        static FitMetrics Tried(int k, double? bic, double silhouette) => new(k, 1, silhouette, 1, 1, 1, bic, bic, bic is null ? 1 : 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_mixture_on_any_number_of_threads()
    {
        var fits = new[] { 1, 3 }.Select(threads => FittedModel.Of(
            Bells(1_200), new FitRequest(K: 4, Seed: 3, Algorithm: "gaussianMixture"), 1, 1, 1, threads: threads)).ToList();
        fits[1].Model.ScaledCentroids.SelectMany(x => x).ShouldBe(fits[0].Model.ScaledCentroids.SelectMany(x => x));
        fits[1].Report.Metrics.ShouldBe(fits[0].Report.Metrics);
        fits[1].Report.Stability.ShouldBe(fits[0].Report.Stability);
    }

    [Fact]
    public void Customers_without_structure_are_told()
    {
        var random = new SeededRandom(12);
        double[] Noise() => [.. Enumerable.Range(0, 1_000).Select(_ => Math.Exp(4 * random.NextDouble()))];
        var report = Fit(new(Noise(), Noise(), Noise()), new FitRequest(K: 4)).Report;
        report.Structure.ShouldNotBeNull().Present.ShouldBeFalse();
        report.Stability.ShouldNotBeNull();
    }

    private static FittedModel Fit(Population population, FitRequest request) =>
        FittedModel.Of(population, request, version: 4, firstSegmentNumber: 20, minimumCustomers: 1);

    /// <summary>Three log-normal bells of equal size.</summary>
    private static Population Bells(int customers)
    {
        var random = new SeededRandom(2);
        (double R, double F, double M)[] middles = [(4, 30, 3_000), (40, 12, 500), (250, 5, 60)];
        var (r, f, m) = (new double[customers], new double[customers], new double[customers]);
        for (var i = 0; i < customers; i++)
        {
            var middle = middles[i % 3];
            (r[i], f[i], m[i]) = (middle.R * Spread(), middle.F * Spread(), middle.M * Spread());
        }

        return new(r, f, m);

        // exp of a sum of twelve uniforms: bell-shaped, deviation 0.15.
        double Spread() => Math.Exp(0.15 * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6));
    }
}
