using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
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

    private static FitMetrics Tried(int k, double silhouette) => new(k, 1, silhouette, 1, 1, 1);
}
