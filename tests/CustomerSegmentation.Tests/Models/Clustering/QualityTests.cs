using System.Text.Json;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class QualityTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Personality_data_have_the_published_quality(int k)
    {
        var table = References.Personality();
        Agree(table, References.PersonalityLabels(k), References.Figures().At("personality_rfm", "kmeans", $"{k}", "det"));
    }

    [Fact]
    public void Mall_data_have_the_published_quality()
    {
        var table = References.Mall();
        var labels = KMeans.Fit(table, new KMeansOptions(5) { Tolerance = 0 }).Labels;
        Agree(table, labels, References.Figures().At("mall", "kmeans", "5"));
    }

    [Fact]
    public void Silhouette_by_hand()
    {
        // 0 and 1 against 10: a = 1, b = 10 and 9, so 0.9 and 8/9; a row alone counts 0.
        var silhouette = Silhouette.Of(NumericColumns.From([0, 1, 10]), [0, 0, 1]);
        silhouette.Mean.ShouldBe((0.9 + (8.0 / 9)) / 3, 1e-6);
        silhouette.Sample.ShouldBe(3);
    }

    [Fact]
    public void Indices_by_hand()
    {
        // Means 1 and 11, grand mean 6: between 4 · 25 over 1, within 4 over 2; scatter 1 each, 10 apart.
        var table = NumericColumns.From([0, 2, 10, 12]);
        CalinskiHarabasz.Of(table, [0, 0, 1, 1]).ShouldBe(50, 1e-6);
        DaviesBouldin.Of(table, [0, 0, 1, 1]).ShouldBe(0.2, 1e-6);
    }

    [Fact]
    public void One_cluster_has_no_quality_and_no_infinity_is_ever_told()
    {
        var table = NumericColumns.From([1, 1, 5]);
        Silhouette.Of(table, [0, 0, 0]).Mean.ShouldBe(0);
        CalinskiHarabasz.Of(table, [0, 0, 0]).ShouldBe(0);
        DaviesBouldin.Of(table, [0, 0, 0]).ShouldBe(0);
        CalinskiHarabasz.Of(table, [0, 0, 1]).ShouldBe(1);
        DaviesBouldin.Of(table, [0, 1, 2]).ShouldBe(0);
        Silhouette.Of(NumericColumns.From([1, 1, 1, 1]), [0, 0, 1, 1]).Mean.ShouldBe(0);
    }

    [Fact]
    public void They_agree_with_the_textbook_for_any_labels()
    {
        var cases =
            from seed in Gen.Choose(0, 1_000)
            from rows in Gen.Choose(3, 150)
            from width in Gen.Choose(1, 5)
            from labels in Gen.Choose(0, 4).ArrayOf(rows)
            where labels.Distinct().Count() is >= 2 and var k && k < rows
            select (seed, width, labels);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            // The textbook gets the very floats: with labels at random two means may all but coincide, and the
            // Davies–Bouldin index then turns on the last digit of a value.
            var table = TestColumns.Blobs(c.labels.Length, c.width, 3, (ulong)c.seed);
            var rows = Enumerable.Range(0, table.Rows).Select(r => Enumerable.Range(0, table.Width)
                .Select(i => (double)table.Values[(i * table.Stride) + r]).ToArray()).ToList();
            return Near(Silhouette.Of(table, c.labels).Mean, Textbook.Silhouette(rows, c.labels))
                && Near(CalinskiHarabasz.Of(table, c.labels), Textbook.CalinskiHarabasz(rows, c.labels))
                && Near(DaviesBouldin.Of(table, c.labels), Textbook.DaviesBouldin(rows, c.labels));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

        static bool Near(double found, double expected) => Math.Abs(found - expected) <= 1e-8 * (1 + Math.Abs(expected));
    }

    [Fact]
    public void A_sampled_silhouette_is_near_the_exact_one_and_says_its_size()
    {
        var table = TestColumns.Blobs(8_000, 3, 4, 21);
        var labels = KMeans.Fit(table, new KMeansOptions(4)).Labels;
        var exact = Silhouette.Of(table, labels, exactUpTo: 8_000);
        var sampled = Silhouette.Of(table, labels, seed: 3, exactUpTo: 1_000);
        exact.Sample.ShouldBe(8_000);
        sampled.Sample.ShouldBe(1_000);
        sampled.Mean.ShouldBe(exact.Mean, 0.03);
        sampled.Mean.ShouldNotBe(exact.Mean);
        Silhouette.Of(table, labels, seed: 3, exactUpTo: 1_000, threads: 1).ShouldBe(sampled);
        Silhouette.Of(table, labels).Sample.ShouldBe(5_000);
    }

    [Fact]
    public void Labels_that_do_not_fit_the_rows_are_refused()
    {
        var table = NumericColumns.From([1, 2, 3]);
        Should.Throw<ArgumentException>(() => Silhouette.Of(table, [0, 1]));
        Should.Throw<ArgumentException>(() => CalinskiHarabasz.Of(table, [0, 1]));
        Should.Throw<ArgumentException>(() => DaviesBouldin.Of(table, [0, 1, 1, 0]));
    }

    private static void Agree(NumericColumns table, int[] labels, JsonElement reference)
    {
        Close(Silhouette.Of(table, labels).Mean, "silhouette");
        Close(CalinskiHarabasz.Of(table, labels), "ch");
        Close(DaviesBouldin.Of(table, labels), "db");

        void Close(double found, string name)
        {
            var published = reference.At(name).GetDouble();
            found.ShouldBe(published, 1e-6 * Math.Abs(published), name);
        }
    }
}
