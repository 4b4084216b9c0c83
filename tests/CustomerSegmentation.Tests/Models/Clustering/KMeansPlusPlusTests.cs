using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class KMeansPlusPlusTests
{
    [Fact]
    public void Starts_differ_as_long_as_there_are_rows_that_do()
    {
        double[] values = [.. Enumerable.Range(0, 9_000).Select(i => (double)(i % 5))];
        for (ulong seed = 0; seed < 50; seed++)
        {
            var chosen = Choose(values, 5, seed);
            chosen.Select(row => values[row]).Distinct().Count().ShouldBe(5);
        }
    }

    [Fact]
    public void Rows_that_are_all_alike_still_give_starts() =>
        Choose([4, 4, 4, 4], 3, seed: 1).ShouldAllBe(row => row >= 0 && row < 4);

    [Fact]
    public void A_far_row_is_drawn_in_proportion_to_its_squared_distance()
    {
        // From 0: squared distances 0, 0, 1, 9. One cluster more than one, so two draws a start, the better one kept.
        // 3 leaves a sum of 1 (row 1), 1 leaves 4: so 3 is missed only when both draws give 1, which is 1 in 100.
        // From 1 (one start in four): 1, 1, 0, 4: 3 leaves 2, 0 leaves 4, missed with (2/6)². From 3: 9, 9, 4, 0:
        // 0 leaves 1, 1 leaves 2.
        double[] values = [0, 0, 1, 3];
        var from0 = Enumerable.Range(0, 20_000).Select(seed => Choose(values, 2, (ulong)seed)).Where(c => values[c[0]] == 0).ToList();
        var missed = from0.Count(c => values[c[1]] == 1) / (double)from0.Count;
        missed.ShouldBe(0.01, 0.005); // five standard errors
    }

    private static int[] Choose(double[] values, int k, ulong seed) => KMeansPlusPlus.ChooseRows(
        NumericColumns.From(values), k, new Blocks(values.Length, Blocks.Coarse, 1, CancellationToken.None), new SeededRandom(seed));
}
