using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Hierarchical;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class WardProperties
{
    /// <summary>Blobs, and small whole numbers full of twins and of pairs equally far apart.</summary>
    private static readonly Arbitrary<double[][]> Tables = (
        from seed in Gen.Choose(0, 100_000)
        from rows in Gen.Choose(1, 60)
        from width in Gen.Choose(1, 4)
        from whole in Gen.Elements(true, false)
        select TestColumns.BlobColumns(rows, width, 3, (ulong)seed)
            .Select(c => whole ? Array.ConvertAll(c, x => Math.Floor(x / 4)) : c).ToArray()).ToArbitrary();

    [Fact]
    public void Cutting_at_k_gives_k_clusters_numbered_by_their_first_rows() => Check(columns =>
    {
        var tree = Ward.Fit(NumericColumns.From(columns));
        return Enumerable.Range(1, tree.Rows).All(k =>
            tree.Cut(k) is var labels && labels.Distinct().SequenceEqual(Enumerable.Range(0, k)));
    });

    [Fact]
    public void Heights_never_fall_and_every_cluster_is_merged_once() => Check(columns =>
    {
        var merges = Ward.Fit(NumericColumns.From(columns)).Merges;
        return merges.Zip(merges.Skip(1)).All(p => p.First.Height <= p.Second.Height)
            && merges.SelectMany(m => new[] { m.First, m.Second }).Order().SequenceEqual(Enumerable.Range(0, 2 * merges.Count))
            && merges.Select((m, i) => m.First < m.Second && m.Second < columns[0].Length + i).All(before => before);
    });

    [Fact]
    public void A_cut_only_joins_clusters_of_the_cut_before() => Check(columns =>
    {
        var tree = Ward.Fit(NumericColumns.From(columns));
        return Enumerable.Range(1, tree.Rows - 1).All(k =>
            tree.Cut(k + 1).Zip(tree.Cut(k)).Distinct().Count() == k + 1);
    });

    [Fact]
    public void The_inertia_is_that_of_the_rows_around_the_means_of_their_clusters() => Check(columns =>
    {
        var tree = Ward.Fit(NumericColumns.From(columns));
        var rows = Enumerable.Range(0, tree.Rows).Select(r => columns.Select(c => c[r]).ToArray()).ToList();
        return Enumerable.Range(1, tree.Rows).All(k =>
        {
            var direct = Textbook.Inertia(rows, tree.Cut(k));
            return Math.Abs(tree.Inertia(k) - direct) <= 1e-4 * (1 + direct);
        });
    });

    [Fact]
    public void Every_merge_costs_as_little_as_the_cheapest_pair_would()
    {
        // Pair by pair over all clusters, from the means themselves: slow, and without chain or update formula.
        var seeds = Gen.Choose(0, 100_000).ToArbitrary();
        Prop.ForAll(seeds, seed =>
        {
            var columns = TestColumns.BlobColumns(25, 2, 3, (ulong)seed);
            var rows = Enumerable.Range(0, 25).Select(r => columns.Select(c => c[r]).ToArray()).ToList();
            var heights = Ward.Fit(NumericColumns.From(columns)).Merges.Select(m => m.Height);
            return heights.Zip(Textbook.WardHeights(rows)).All(p => Math.Abs(p.First - p.Second) <= 1e-5 * (1 + p.Second));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter_where_no_two_pairs_are_alike()
    {
        var cases =
            from seed in Gen.Choose(0, 100_000)
            from order in Gen.Shuffle(Enumerable.Range(0, 40).ToArray())
            from k in Gen.Choose(1, 40)
            select (seed, order, k);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var columns = TestColumns.BlobColumns(40, 3, 4, (ulong)c.seed);
            var shuffled = Array.ConvertAll(columns, column => Array.ConvertAll(c.order, r => column[r]));
            var before = Ward.Fit(NumericColumns.From(columns)).Cut(c.k);
            var after = Ward.Fit(NumericColumns.From(shuffled)).Cut(c.k);
            return AdjustedRandIndex.Of(Array.ConvertAll(c.order, r => before[r]), after) == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static void Check(Func<double[][], bool> holds) =>
        Prop.ForAll(Tables, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
}
