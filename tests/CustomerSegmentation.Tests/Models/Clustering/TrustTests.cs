using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Clustering.Quality;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class TrustTests
{
    [Theory]
    [InlineData(200, 2, 5)]
    [InlineData(500, 3, 3)]
    [InlineData(1_000, 3, 8)]
    [InlineData(3_000, 5, 4)]
    public void Noise_has_no_structure_whatever_its_silhouette(int rows, int width, int k)
    {
        var random = new SeededRandom(17);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var noise = NumericColumns.From([.. Enumerable.Range(0, width)
                .Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray())]);
            var test = StructureTest.Of(noise, k, seed).ShouldNotBeNull();
            test.Present.ShouldBeFalse();
            test.Silhouette.ShouldBeGreaterThan(0.1);
            test.Permuted.ShouldBe(test.Silhouette, 0.05);
            test.Sample.ShouldBe(Math.Min(rows, 2_000));
        }
    }

    [Fact]
    public void Groups_have_structure()
    {
        var test = StructureTest.Of(TestColumns.Blobs(1_000, 3, 4, 3), 4).ShouldNotBeNull();
        test.Present.ShouldBeTrue();
        test.Silhouette.ShouldBeGreaterThan(test.Permuted + 0.1);
    }

    [Fact]
    public void Published_data_have_structure_at_the_published_number_of_clusters()
    {
        var mall = StructureTest.Of(References.Mall(), 5).ShouldNotBeNull();
        mall.Present.ShouldBeTrue();
        mall.Silhouette.ShouldBe(0.5539, 1e-3);
        StructureTest.Of(References.Personality(), 3).ShouldNotBeNull().Present.ShouldBeTrue();
    }

    [Fact]
    public void The_test_repeats_on_any_number_of_threads_and_has_nothing_to_say_of_one_column()
    {
        var table = TestColumns.Blobs(400, 2, 3, 8);
        StructureTest.Of(table, 3, seed: 5, threads: 1).ShouldBe(StructureTest.Of(table, 3, seed: 5, threads: 4));
        StructureTest.Of(table, 1).ShouldBeNull();
        StructureTest.Of(NumericColumns.From([1, 2, 3]), 2).ShouldBeNull();
    }

    [Fact]
    public void Shuffling_keeps_every_column_and_breaks_the_rows()
    {
        double[] numbers = [.. Enumerable.Range(0, 500)];
        var table = NumericColumns.From(numbers, numbers);
        var shuffled = table.ShuffleColumns(new SeededRandom(2));
        Column(shuffled, 0).Order().ShouldBe(Column(table, 0));
        Column(shuffled, 1).Order().ShouldBe(Column(table, 1));
        Column(shuffled, 0).Zip(Column(shuffled, 1)).Count(p => p.First == p.Second).ShouldBeLessThan(20);

        static float[] Column(NumericColumns t, int c) => t.Values[(c * t.Stride)..((c * t.Stride) + t.Rows)];
    }

    [Fact]
    public void Groups_that_lie_apart_are_found_again_and_noise_is_not()
    {
        var random = new SeededRandom(4);
        var noise = NumericColumns.From([.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 600).Select(_ => random.NextDouble()).ToArray())]);
        var groups = Stability.Of(NumericColumns.From([.. Enumerable.Range(0, 600).Select(i => (100.0 * (i % 3)) + random.NextDouble())]), ThreeMeans);
        groups.MeanAdjustedRand.ShouldBe(1);
        groups.ShouldBe(new Stability(1, 8, 600));
        Stability.Of(noise, ThreeMeans).MeanAdjustedRand.ShouldBeLessThan(0.8);
    }

    [Fact]
    public void Stability_is_the_mean_over_all_pairs_of_fits()
    {
        // Three fits that label 0 0 1 1, 0 1 0 1 and 0 0 1 1: −1/2, 1 and −1/2.
        var fit = 0;
        int[][] labels = [[0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1]];
        Stability.Of(NumericColumns.From([1, 2, 3, 4]), (_, _, _) => labels[fit++], fits: 3).MeanAdjustedRand.ShouldBe(0, 1e-12);
    }

    private static int[] ThreeMeans(NumericColumns sample, NumericColumns all, ulong seed) =>
        KMeans.Assign(all, KMeans.Fit(sample, new KMeansOptions(3) { Seed = seed, Starts = 2 }).Centroids).Labels;
}
