using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Mixtures;
using CustomerSegmentation.Models.Clustering.Quality;
using CustomerSegmentation.Tests.Models.Clustering;

namespace CustomerSegmentation.Tests.Models;

/// <summary>What the selection offers to tables that are no customers.</summary>
public sealed class AnyTableTests
{
    private static readonly double[][] Columns = [[0, 2, 10, 12, 50], [1, 1, 5, 7, 9]];

    [Fact]
    public void Means_and_inertia_of_members_are_those_by_hand_and_noise_has_none()
    {
        // Means (1, 1) and (11, 6): squares 1 + 1 + 0 + 0 and 1 + 1 + 1 + 1.
        int[] labels = [0, 0, 1, 1, -1];

        var means = MemberMeans.Of(Columns, labels, k: 3);

        means[0].ShouldBe([1, 1]);
        means[1].ShouldBe([11, 6]);
        means[2].ShouldBeNull();
        Inertia.Of(Columns, labels, k: 3).ShouldBe(6);
    }

    [Fact]
    public void Labels_of_another_length_are_refused() =>
        Should.Throw<ArgumentException>(() => MemberMeans.Of(Columns, [0, 1], k: 2));

    [Fact]
    public void Quality_leaves_noise_out()
    {
        var rows = NumericColumns.From(Columns);
        var without = NumericColumns.From([.. Columns.Select(column => column[..4])]);

        var quality = FitQuality.Of(rows, [0, 0, 1, 1, -1]);

        quality.K.ShouldBe(2);
        quality.SilhouetteSample.ShouldBe(4);
        quality.Inertia.ShouldBe(6, 1e-5);
        quality.Silhouette.ShouldBe(Silhouette.Of(without, [0, 0, 1, 1]).Mean, 1e-6);
    }

    [Fact]
    public void Every_number_tried_keeps_its_division()
    {
        var rows = TestColumns.Blobs(400, 2, 3, 4);

        var centroids = KSelection.Try(rows, 2, 5, new KMeansOptions(2));
        var mixtures = MixtureSelection.Try(rows, 2, 4, new GaussianMixtureOptions(2));

        centroids.Tried.Select(partition => partition.K).ShouldBe([2, 3, 4, 5]);
        centroids.Tried.Single(partition => partition.K == centroids.Chosen.K).ShouldBeSameAs(centroids.Chosen);
        centroids.Tried.Select(partition => partition.Inertia).ShouldBe(centroids.Metrics.Select(m => m.Inertia));
        mixtures.Tried.Select(mixture => mixture.Bic).ShouldBe(mixtures.Metrics.Select(m => m.Bic));
    }

    [Fact]
    public void A_plan_says_how_many_starts_and_which_shape()
    {
        var plan = new FitPlan(2, 3, 1) { Starts = 7, Shape = CovarianceShape.Tied };
        var trial = new FitTrial(TestColumns.Blobs(50, 2, 2, 4), plan);

        trial.KMeans(3).ShouldBe(new KMeansOptions(3) { Starts = 7 });
        trial.Mixture(2).ShouldBe(new GaussianMixtureOptions(2) { Starts = 7, Shape = CovarianceShape.Tied });
    }

    [Fact]
    public void Of_many_rows_Ward_merges_a_sample_and_every_row_gets_a_label()
    {
        // Three bells far apart: the sample's clusters are those of all rows.
        var selection = WardSelection.Try(TestColumns.Blobs(Ward.MaxRows + 500, 2, 3, 9), 2, 4);

        selection.Sample.ShouldBe(WardSelection.SampleRows);
        selection.Metrics.Select(m => m.K).ShouldBe([2, 3, 4]);
        selection.Tried.ShouldAllBe(labels => labels.Length == Ward.MaxRows + 500);
        selection.Tried[1].GroupBy(label => label).Select(members => members.Count()).Sum().ShouldBe(Ward.MaxRows + 500);
        selection.Metrics[1].Inertia.ShouldBeLessThan(selection.Metrics[0].Inertia);
    }

    [Fact]
    public void Of_few_rows_the_tree_is_cut_as_it_is()
    {
        var rows = TestColumns.Blobs(300, 2, 3, 9);

        var selection = WardSelection.Try(rows, 3, 3);

        selection.Sample.ShouldBe(300);
        selection.Tried[0].ShouldBe(Ward.Fit(rows).Cut(3));
        selection.Metrics[0].Inertia.ShouldBe(Ward.Fit(rows).Inertia(3), 1e-3);
    }
}
