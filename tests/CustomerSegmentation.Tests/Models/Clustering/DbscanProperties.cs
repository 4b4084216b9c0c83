using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Density;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class DbscanProperties
{
    /// <summary>Whole numbers on a small field: many pairs are exactly eps apart, many rows are twins.</summary>
    private static readonly Arbitrary<(double[][] Columns, double Eps, int MinPoints, int[] Order)> Cases = (
        from rows in Gen.Choose(1, 80)
        from x in Gen.Choose(0, 25).ArrayOf(rows)
        from y in Gen.Choose(0, 25).ArrayOf(rows)
        from eps in Gen.Elements(1, 2, 2.5, 5)
        from minPoints in Gen.Choose(1, 6)
        from order in Gen.Shuffle(Enumerable.Range(0, rows).ToArray())
        select (new[] { Array.ConvertAll(x, v => (double)v), Array.ConvertAll(y, v => (double)v) }, eps, minPoints, order)).ToArbitrary();

    [Fact]
    public void They_agree_with_the_textbook() => Prop.ForAll(Cases, c =>
    {
        var rows = Enumerable.Range(0, c.Columns[0].Length).Select(r => c.Columns.Select(column => column[r]).ToArray()).ToList();
        return Dbscan.Fit(NumericColumns.From(c.Columns), c.Eps, c.MinPoints).Labels
            .SequenceEqual(Textbook.Dbscan(rows, c.Eps, c.MinPoints));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_order_of_the_rows_matters_to_borders_only() => Prop.ForAll(Cases, c =>
    {
        var shuffled = Array.ConvertAll(c.Columns, column => Array.ConvertAll(c.Order, r => column[r]));
        var before = Dbscan.Fit(NumericColumns.From(c.Columns), c.Eps, c.MinPoints);
        var after = Dbscan.Fit(NumericColumns.From(shuffled), c.Eps, c.MinPoints);
        var core = Enumerable.Range(0, c.Order.Length).Where(i => after.Core[i]).ToList();
        return after.Core.SequenceEqual(c.Order.Select(r => before.Core[r]))
            && after.Labels.Select(l => l < 0).SequenceEqual(c.Order.Select(r => before.Labels[r] < 0))
            && AdjustedRandIndex.Of(
                [.. core.Select(i => after.Labels[i])], [.. core.Select(i => before.Labels[c.Order[i]])]) == 1;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_row_is_core_just_when_its_k_distance_is_within_eps() => Prop.ForAll(Cases, c =>
    {
        var table = NumericColumns.From(c.Columns);
        var curve = KDistances.Of(table, Math.Min(c.MinPoints, table.Rows)).Ascending;
        var core = Dbscan.Fit(table, c.Eps, Math.Min(c.MinPoints, table.Rows)).Core;
        return curve.Count(d => d <= c.Eps + 1e-4) == core.Count(x => x)
            && curve.Zip(curve.Skip(1)).All(p => p.First <= p.Second);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var table = TestColumns.Blobs(500, 3, 5, 17);
        var eps = KDistances.Of(table, threads: 1).SuggestedEps!.Value;
        KDistances.Of(table, threads: 4).Ascending.ShouldBe(KDistances.Of(table, threads: 1).Ascending);
        Dbscan.Fit(table, eps, 6, threads: 4).Labels.ShouldBe(Dbscan.Fit(table, eps, 6, threads: 1).Labels);
    }
}
