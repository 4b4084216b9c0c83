using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;
using CustomerSegmentation.Tests.Models.Clustering;

namespace CustomerSegmentation.Tests.Models;

public sealed class KSelectionTests
{
    [Fact]
    public void The_best_silhouette_wins_and_near_ties_go_to_the_fewest_clusters()
    {
        KSelection.Suggest([Tried(2, 0.30), Tried(3, 0.52), Tried(4, 0.45)]).ShouldBe(3);
        KSelection.Suggest([Tried(2, 0.30), Tried(3, 0.515), Tried(4, 0.52)]).ShouldBe(3);
        KSelection.Suggest([Tried(2, 0.30), Tried(3, 0.50), Tried(4, 0.52)]).ShouldBe(4);
    }

    [Fact]
    public void Mall_data_have_five_clusters_of_the_published_quality()
    {
        var reference = References.Figures().At("mall", "kmeans", "5");
        var selection = KSelection.Try(References.Mall(), 2, 8, new KMeansOptions(2) { Tolerance = 0 });
        selection.Chosen.K.ShouldBe(5);
        selection.Metrics.Select(m => m.K).ShouldBe([2, 3, 4, 5, 6, 7, 8]);
        var five = selection.Metrics[3];
        five.Inertia.ShouldBe(reference.At("inertia").GetDouble(), 1e-2);
        five.Silhouette.ShouldBe(reference.At("silhouette").GetDouble(), 1e-6);
        five.CalinskiHarabasz.ShouldBe(reference.At("ch").GetDouble(), 1e-3);
        five.DaviesBouldin.ShouldBe(reference.At("db").GetDouble(), 1e-6);
        five.SilhouetteSample.ShouldBe(200);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_solutions_that_are_as_good_the_one_near_the_warm_start_is_kept(double across, double along)
    {
        // The corners of a square: the upper and the lower two, or the left and the right two.
        var square = NumericColumns.From([[-1, -1, 1, 1], [-1, 1, -1, 1]]);
        double[][] warm = [[across, along], [-across, -along]];

        var chosen = KSelection.Try(square, 2, 2, new KMeansOptions(2), warm).Chosen;

        chosen.Inertia.ShouldBe(4, 1e-6);
        chosen.Centroids[0].ShouldBe(warm[0], 1e-6);
    }

    [Fact]
    public void A_warm_start_that_leads_to_a_worse_solution_is_given_up()
    {
        // Three pairs of rows, far apart: two centroids share the first pair, one the other two pairs, and none ever moves.
        var pairs = NumericColumns.From([[0, 0, 100, 100, 200, 200], [0, 1, 0, 1, 0, 1]]);

        var chosen = KSelection.Try(pairs, 3, 3, new KMeansOptions(3), [[0, 0], [0, 1], [150, 0.5]]).Chosen;

        chosen.Inertia.ShouldBe(1.5, 1e-6);
    }

    private static FitMetrics Tried(int k, double silhouette) => new(k, 1, silhouette, 1, 1, 1);
}
