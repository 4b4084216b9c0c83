using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Density;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class KDistancesTests
{
    [Fact]
    public void Mall_and_personality_data_have_the_distances_of_scikit_learn()
    {
        // scikit-learn 1.2.1: np.sort(NearestNeighbors(n_neighbors=k).fit(x).kneighbors(x)[0][:, -1]), k the minPoints, at
        // places 0, n/10, n/4, n/2, 3n/4 and n − 1; the knee by the rule with numpy's argmax.
        var mall = KDistances.Of(References.Mall());
        mall.MinPoints.ShouldBe(4);
        At(mall).ShouldBe([1.4142135623730951, 2.23606797749979, 3, 5, 7.211102550927978, 26], 1e-5);
        mall.Knee.ShouldBe(162);
        mall.SuggestedEps!.Value.ShouldBe(8.06225774829855, 1e-5);

        var personality = KDistances.Of(References.Personality());
        personality.MinPoints.ShouldBe(6);
        double[] distances =
        [
            0.049838834280591535, 0.11876022702513024, 0.1470501307845375, 0.1779620532369862, 0.2160376439465789, 2.5504850579807763,
        ];
        At(personality).ShouldBe(distances, 1e-6);
        personality.Knee.ShouldBe(2160);
        personality.SuggestedEps!.Value.ShouldBe(0.3166407327597695, 1e-6);

        // At that eps scikit-learn's DBSCAN finds three clusters and 32 rows of noise.
        var clusters = Dbscan.Fit(References.Personality(), personality.SuggestedEps.Value, personality.MinPoints);
        (clusters.K, clusters.NoiseRows).ShouldBe((3, 32));

        static double[] At(KDistances d) =>
            d.Ascending.Length is var n ? [.. new[] { 0, n / 10, n / 4, n / 2, 3 * n / 4, n - 1 }.Select(i => d.Ascending[i])] : [];
    }

    [Fact]
    public void Curve_and_knee_by_hand()
    {
        // To the next row: 1 for 0 to 3, then 2, 5 and 11. With places in sixths and distances (less 1) in tenths, the
        // curve is 0.5 below the line at place 3, 0.567 at place 4 and 0.433 at place 5.
        var distances = KDistances.Of(NumericColumns.From([0, 1, 2, 3, 5, 10, 21]), minPoints: 2);
        distances.Ascending.ShouldBe([1, 1, 1, 1, 2, 5, 11], 1e-5);
        distances.Knee.ShouldBe(4);
        distances.SuggestedEps!.Value.ShouldBe(2, 1e-5);
    }

    [Fact]
    public void Twins_do_not_make_an_eps_of_nothing()
    {
        var distances = KDistances.Of(NumericColumns.From([5, 5, 5, 5, 5, 5, 0, 1, 30]), minPoints: 2);
        distances.Ascending.ShouldBe([0, 0, 0, 0, 0, 0, 1, 1, 25], 1e-5);
        distances.SuggestedEps!.Value.ShouldBe(1, 1e-5);
        KDistances.Of(NumericColumns.From([3, 3, 3]), 2).SuggestedEps.ShouldBeNull();
        KDistances.Of(NumericColumns.From([3, 4, 5]), 1).SuggestedEps.ShouldBeNull();
    }

    [Fact]
    public void A_curve_without_a_knee_suggests_its_end()
    {
        KDistances.Of(NumericColumns.From([0, 1, 2, 3]), 2).Knee.ShouldBe(3);

        // To the farther of two others 3, 2 and 3: in order 2, 3, 3, which bends the other way.
        var bent = KDistances.Of(NumericColumns.From([0, 1, 3]), 3);
        bent.Ascending.ShouldBe([2, 3, 3], 1e-5);
        bent.Knee.ShouldBe(2);
    }

    [Fact]
    public void As_many_points_are_usual_as_the_columns_ask_for()
    {
        Dbscan.DefaultMinPoints(1).ShouldBe(4);
        Dbscan.DefaultMinPoints(3).ShouldBe(6);
        KDistances.Of(TestColumns.Blobs(50, 3, 2, 1)).MinPoints.ShouldBe(6);
        KDistances.Of(NumericColumns.From([1, 2, 3])).MinPoints.ShouldBe(3);
    }

    [Fact]
    public void Points_that_are_not_there_are_refused()
    {
        var table = NumericColumns.From([1, 2, 3]);
        Should.Throw<ArgumentException>(() => KDistances.Of(table, 0));
        Should.Throw<ArgumentException>(() => KDistances.Of(table, 4));
        Should.Throw<ArgumentException>(() => KDistances.Of(NumericColumns.From(new double[Dbscan.MaxRows + 1])));
    }
}
