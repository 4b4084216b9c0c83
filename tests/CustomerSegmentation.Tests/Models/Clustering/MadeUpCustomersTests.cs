using System.Globalization;
using System.Text.Json;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models.Clustering;

/// <summary>
/// 120 made-up customers, and what a script of another language makes of them by the definitions:
/// <c>MadeUpCustomers/references.py</c> writes both files beside it.
/// </summary>
public sealed class MadeUpCustomersTests
{
    private static readonly string Folder =
        Path.Combine(Checkout.Root, "tests", "CustomerSegmentation.Tests", "Models", "Clustering", "MadeUpCustomers");

    private static readonly double[][] Customers = Columns();
    private static readonly NumericColumns Plane = NumericColumns.From(Customers[0], Customers[1]);
    private static readonly JsonElement Figures = Read();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void The_best_means_and_their_quality(int k)
    {
        var best = Figures.At("kmeans", $"{k}", "best");
        var partition = KMeans.Fit(Plane, new KMeansOptions(k) { Tolerance = 0 });

        partition.Inertia.ShouldBe(Number(best, "inertia"), 1e-6 * partition.Inertia);
        partition.Centroids.OrderBy(c => c[0]).SelectMany(c => c).ShouldBe(Rows(best, "centroids").SelectMany(c => c), 1e-4);
        Silhouette.Of(Plane, partition.Labels).Mean.ShouldBe(Number(best, "silhouette"), 1e-6);
        CalinskiHarabasz.Of(Plane, partition.Labels).ShouldBe(Number(best, "ch"), 1e-6 * Number(best, "ch"));
        DaviesBouldin.Of(Plane, partition.Labels).ShouldBe(Number(best, "db"), 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void The_means_that_a_given_start_leads_to(int k)
    {
        var expected = Figures.At("kmeans", $"{k}", "fixed");
        var partition = KMeans.FitFromRows(Plane, Whole(expected, "start"), new KMeansOptions(k) { Tolerance = 0 });

        partition.Converged.ShouldBeTrue();
        partition.Labels.ShouldBe(Whole(expected, "labels"));
        partition.Inertia.ShouldBe(Number(expected, "inertia"), 1e-6 * partition.Inertia);
        partition.Centroids.SelectMany(c => c).ShouldBe(Rows(expected, "centroids").SelectMany(c => c), 1e-4);
    }

    [Fact]
    public void The_number_of_means_that_is_suggested_has_the_best_silhouette()
    {
        var selection = KSelection.Try(Plane, 2, 8, new KMeansOptions(2) { Tolerance = 0 });

        selection.Metrics.Select(m => m.K).ShouldBe([2, 3, 4, 5, 6, 7, 8]);
        foreach (var k in (int[])[3, 4])
        {
            selection.Metrics[k - 2].Silhouette.ShouldBe(Number(Figures.At("kmeans", $"{k}", "best"), "silhouette"), 1e-6);
        }

        selection.Chosen.K.ShouldBe(selection.Metrics.MaxBy(m => m.Silhouette)!.K);
    }

    [Fact]
    public void The_tree_of_Ward()
    {
        var expected = Figures.At("ward");
        var tree = Ward.Fit(Plane);

        tree.Merges.Select(m => m.Height).ShouldBe(Numbers(expected, "heights"), 1e-4);
        tree.Cut(4).ShouldBe(Whole(expected, "labels"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Dense_rows_and_noise(int index)
    {
        var expected = Figures.At("dbscan")[index];
        var clusters = Dbscan.Fit(Plane, Number(expected, "eps"), (int)Number(expected, "points"));

        clusters.Labels.ShouldBe(Whole(expected, "labels"));
        clusters.NoiseRows.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Distances_to_neighbours_and_their_knee()
    {
        var expected = Figures.At("distances");
        var distances = KDistances.Of(Plane);

        distances.MinPoints.ShouldBe(4);
        distances.Ascending.ShouldBe(Numbers(expected, "ascending"), 1e-4);
        distances.Knee.ShouldBe((int)Number(expected, "knee"));
    }

    [Fact]
    public void Principal_components()
    {
        var expected = Figures.At("pca");
        var components = PrincipalComponents.Of(NumericColumns.From(Customers), 3);

        components.ExplainedVariance.ShouldBe(Numbers(expected, "variance"), 1e-6);
        components.Components.SelectMany(c => c).ShouldBe(Rows(expected, "components").SelectMany(c => c), 1e-5);
    }

    [Theory]
    [InlineData(CovarianceShape.Full, "full")]
    [InlineData(CovarianceShape.Tied, "tied")]
    [InlineData(CovarianceShape.Diagonal, "diagonal")]
    [InlineData(CovarianceShape.Spherical, "spherical")]
    public void The_criteria_of_a_mixture_of_one(CovarianceShape shape, string name)
    {
        var expected = Figures.At("mixtureOfOne", name);
        var fit = GaussianMixture.Fit(Plane, new GaussianMixtureOptions(1) { Shape = shape });

        fit.Bic.ShouldNotBeNull().ShouldBe(Number(expected, "bic"), 1e-3);
        fit.Aic.ShouldNotBeNull().ShouldBe(Number(expected, "aic"), 1e-3);
    }

    private static double[][] Columns()
    {
        var rows = File.ReadLines(Path.Combine(Folder, "customers.csv")).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToList();
        return [.. Enumerable.Range(0, 3).Select(column => rows.Select(row => row[column]).ToArray())];
    }

    private static JsonElement Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "references.json")));
        return json.RootElement.Clone();
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static int[] Whole(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static double[][] Rows(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
}
