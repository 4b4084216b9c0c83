using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models;

public sealed class FittedModelTests
{
    [Fact]
    public void Three_kinds_of_customers_become_three_named_segments()
    {
        var fitted = Fit(Shop(900, seed: 1), new FitRequest());

        // By hand, where the middle of each third stands among all: R 3 with F 5 and M 5; R 5 with F 1 and M 1;
        // R 1 with F 1 and M 3, which together are FM 2.
        fitted.Report.K.ShouldBe(3);
        fitted.Report.Customers.ShouldBe(900);
        fitted.Report.Metrics.Select(m => m.K).ShouldBe(Enumerable.Range(3, 8));
        fitted.Model.Version.ShouldBe(4);
        fitted.Model.Segments.Select(s => (s.Id, s.Name)).ShouldBe([("s20", "Loyal"), ("s21", "New"), ("s22", "Hibernating")]);
        fitted.NextSegmentNumber.ShouldBe(23);

        fitted.Model.Segments[fitted.Model.Assign(3, 25, 2_500)].Name.ShouldBe("Loyal");
        fitted.Model.Segments[fitted.Model.Assign(0.5, 1, 7)].Name.ShouldBe("New");
        fitted.Model.Segments[fitted.Model.Assign(300, 1, 25)].Name.ShouldBe("Hibernating");
        fitted.Model.Centroids[0].Frequency.ShouldBe(25, 5);
        fitted.Model.Centroids[2].RecencyDays.ShouldBe(300, 30);
        fitted.Model.Centroids[2].Frequency.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void The_population_is_assigned_as_it_was_clustered()
    {
        var shop = Shop(2_000, seed: 2);
        var fitted = Fit(shop, new FitRequest(K: 6));
        var inertia = Enumerable.Range(0, shop.Customers).Sum(i =>
        {
            var index = fitted.Model.Assign(shop.RecencyDays[i], shop.Frequency[i], shop.Monetary[i]);
            double[] values = [shop.RecencyDays[i], shop.Frequency[i], shop.Monetary[i]];
            return values.Select((v, f) => Math.Pow(fitted.Model.Features[f].Scale(v) - fitted.Model.ScaledCentroids[index][f], 2)).Sum();
        });
        inertia.ShouldBe(fitted.Report.Metrics.ShouldHaveSingleItem().Inertia, 1e-5 * inertia);
    }

    [Theory]
    [InlineData("kmeans")]
    [InlineData("gaussianMixture")]
    public void Where_all_have_one_order_a_second_one_later_does_not_outweigh_all_else(string algorithm)
    {
        var random = new SeededRandom(4);
        double[] Around(double middle) => [.. Enumerable.Range(0, 900).Select(i => middle * (i % 2 == 0 ? 1 : 20) * (0.9 + (0.2 * random.NextDouble())))];
        var shop = new Population(Around(5), [.. Enumerable.Repeat(1.0, 900)], Around(30));

        var model = Fit(shop, new FitRequest(K: 2, Algorithm: algorithm)).Model;

        model.Assign(5, 1, 30).ShouldNotBe(model.Assign(100, 1, 600));
        model.Assign(5, 2, 30).ShouldBe(model.Assign(5, 1, 30));
        model.Assign(100, 2, 600).ShouldBe(model.Assign(100, 1, 600));
    }

    [Fact]
    public void The_scaling_is_that_of_the_population()
    {
        var shop = new Population([0, Math.E - 1], [1, 3], [10, 30]);
        var features = FittedModel.Of(shop, new FitRequest(K: 2), 1, 1, 2, logged: new LoggedFeatures(Frequency: false, Monetary: false)).Model.Features;
        features.Select(f => (f.Name, f.Log)).ShouldBe([("recencyDays", true), ("frequency", false), ("monetary", false)]);
        features[0].Mean.ShouldBe(0.5, 1e-12);
        features[0].StandardDeviation.ShouldBe(0.5, 1e-12);
        (features[1].Mean, features[1].StandardDeviation).ShouldBe((2, 1));
        (features[2].Mean, features[2].StandardDeviation).ShouldBe((20, 10));
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_on_any_number_of_threads()
    {
        var cases =
            from seed in Gen.Choose(0, 1_000)
            from customers in Gen.Choose(2_100, 2_600)
            from k in Gen.Choose(2, 8)
            select (seed, customers, k);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var shop = Shop(c.customers, (ulong)c.seed);
            var fits = new[] { 1, 2, 8 }.Select(threads => FittedModel.Of(
                shop, new FitRequest(K: c.k, Seed: (ulong)c.seed), 1, 1, 1, threads: threads)).ToList();
            return fits.TrueForAll(f => f.Model.ScaledCentroids.SelectMany(x => x)
                    .SequenceEqual(fits[0].Model.ScaledCentroids.SelectMany(x => x))
                && f.Model.Segments.SequenceEqual(fits[0].Model.Segments)
                && f.Model.Segments.DistinctBy(s => s.Name).Count() == c.k
                && f.Report.Metrics.SequenceEqual(fits[0].Report.Metrics));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5));
    }

    [Fact]
    public void Too_few_customers_are_refused()
    {
        var refusal = Should.Throw<FitRefusedException>(() => FittedModel.Of(Shop(499, 1), new FitRequest(), 1, 1, 500));
        refusal.Code.ShouldBe("too_few_customers");
        refusal.Message.ShouldContain("499");
        refusal.Message.ShouldContain("500");
        Should.Throw<FitRefusedException>(() => FittedModel.Of(new([], [], []), new FitRequest(), 1, 1, 0)).Code.ShouldBe("too_few_customers");
    }

    [Fact]
    public void Customers_who_are_all_alike_are_refused()
    {
        double[] same = [.. Enumerable.Repeat(5.0, 600)];
        Should.Throw<FitRefusedException>(() => Fit(new(same, same, same), new FitRequest())).Code.ShouldBe("too_few_distinct_customers");
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused() =>
        Should.Throw<ArgumentException>(() => Fit(new([1, 2], [1, double.NaN], [1, 2]), new FitRequest(K: 2)))
            .Message.ShouldContain("frequency");

    [Fact]
    public void Columns_of_different_length_are_refused() =>
        Should.Throw<ArgumentException>(() => new Population([1, 2], [1], [1, 2]));

    private static FittedModel Fit(Population population, FitRequest request) =>
        FittedModel.Of(population, request, version: 4, firstSegmentNumber: 20, minimumCustomers: 1);

    /// <summary>A third buy often and much, a third came lately for the first time, a third came once, long ago.</summary>
    private static Population Shop(int customers, ulong seed)
    {
        var random = new SeededRandom(seed);
        var (r, f, m) = (new double[customers], new double[customers], new double[customers]);
        for (var i = 0; i < customers; i++)
        {
            (r[i], f[i], m[i]) = (i % 3) switch
            {
                0 => (2 + (2 * random.NextDouble()), 20 + random.NextBelow(11), 2_000 + (1_000 * random.NextDouble())),
                1 => (random.NextDouble(), 1, 5 + (5 * random.NextDouble())),
                _ => (270 + (60 * random.NextDouble()), 1, 20 + (10 * random.NextDouble())),
            };
        }

        return new(r, f, m);
    }
}
