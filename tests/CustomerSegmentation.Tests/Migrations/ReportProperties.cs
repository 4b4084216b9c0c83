using CustomerSegmentation.Migrations;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Migrations.Past;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>What must hold of the reports over any past.</summary>
public class ReportProperties
{
    private static readonly string?[] Everywhere = [null, "a", "b", "c", "d"];

    [Fact]
    public void A_matrix_with_refits_is_where_everyone_was_against_where_they_are() => ForAnyPast((past, a, b, _) =>
    {
        var matrix = past.Report(new MatrixReport(a, b, refits: true));

        var known = past.KnownAt(b);
        matrix.Customers.ShouldBe(known.Count);
        foreach (var (from, to) in Everywhere.SelectMany(from => Everywhere.Select(to => (from, to))))
        {
            matrix[from, to].Customers.ShouldBe(
                known.Count(customer => past.SegmentOf(customer, a) == from && past.SegmentOf(customer, b) == to), $"{from} to {to}");
        }
    });

    [Fact]
    public void A_matrix_without_refits_is_what_replaying_each_history_gives() => ForAnyPast((past, a, b, _) =>
    {
        var matrix = past.Report(new MatrixReport(a, b));

        var replayed = past.KnownAt(b).Select(customer =>
        {
            var start = past.SegmentOf(customer, a);
            foreach (var refit in past.Moves.Where(move =>
                move.Customer == customer && move.Cause == MigrationCause.Refit
                && move.EffectiveAt > a.UtcTicks && move.EffectiveAt <= b.UtcTicks && move.From == start))
            {
                start = refit.To;
            }

            return (Start: start, End: past.SegmentOf(customer, b));
        }).ToList();
        matrix.Customers.ShouldBe(replayed.Count);
        matrix.Cells.Select(cell => (cell.From, cell.To, cell.Customers)).ShouldBe(
            replayed.CountBy(journey => journey).Select(cell => (cell.Key.Start, cell.Key.End, (long)cell.Value)), ignoreOrder: true);
    });

    [Fact]
    public void Whoever_was_moved_by_refits_alone_is_a_stayer() => ForAnyPast((past, a, b, _) =>
    {
        var refits = past with { Moves = [.. past.Moves.Where(move => move.EffectiveAt <= a.UtcTicks || move.EffectiveAt > b.UtcTicks || move.Cause == MigrationCause.Refit)] };
        refits = Relinked(refits);

        refits.Report(new MatrixReport(a, b)).Cells.ShouldAllBe(cell => cell.From == cell.To);
    });

    [Fact]
    public void Two_matrices_end_to_end_start_and_end_where_one_over_both_does() => ForAnyPast((past, a, b, c) =>
    {
        foreach (var refits in new[] { true, false })
        {
            var (first, second, whole) = (
                past.Report(new MatrixReport(a, b, refits)), past.Report(new MatrixReport(b, c, refits)), past.Report(new MatrixReport(a, c, refits)));
            foreach (var segment in Everywhere)
            {
                whole.Cells.Where(cell => cell.To == segment).Sum(cell => cell.Customers)
                    .ShouldBe(second.Cells.Where(cell => cell.To == segment).Sum(cell => cell.Customers));
                if (refits && segment is not null)
                {
                    whole.Cells.Where(cell => cell.From == segment).Sum(cell => cell.Customers)
                        .ShouldBe(first.Cells.Where(cell => cell.From == segment).Sum(cell => cell.Customers));
                }
            }
        }
    });

    [Theory]
    [InlineData(Bucket.Hour)]
    [InlineData(Bucket.Day)]
    [InlineData(Bucket.Week)]
    [InlineData(Bucket.Month)]
    public void Flows_add_up_to_net_changes(Bucket bucket) => ForAnyPast((past, a, b, _) =>
    {
        var flows = past.Report(new FlowsReport(a, b, bucket));

        foreach (var segment in Everywhere.OfType<string>())
        {
            var net = flows.Where(flow => flow.To == segment).Sum(flow => flow.Moves)
                - flows.Where(flow => flow.From == segment).Sum(flow => flow.Moves);
            net.ShouldBe(MembersAt(past, segment, b) - MembersAt(past, segment, a), segment);
        }

        flows.Sum(flow => flow.Moves).ShouldBe(past.Moves.Count(move => move.EffectiveAt > a.UtcTicks && move.EffectiveAt <= b.UtcTicks));
    });

    [Theory]
    [InlineData(Bucket.Day)]
    [InlineData(Bucket.Week)]
    [InlineData(Bucket.Month)]
    public void A_series_has_at_every_step_whoever_is_there(Bucket bucket) => ForAnyPast((past, a, b, _) =>
    {
        var points = past.Report(new SeriesReport(a, b, bucket));

        var steps = points.Select(point => point.Start).Distinct().Order().ToList();
        foreach (var point in points)
        {
            var step = steps.IndexOf(point.Start);
            var end = step + 1 < steps.Count ? steps[step + 1].AddTicks(-1) : b;
            var members = past.KnownAt(end).Where(customer => past.SegmentOf(customer, end) == point.Segment).ToList();
            point.Customers.ShouldBe(members.Count, $"{point.Segment} at {end}");
            point.Revenue.ShouldBe(
                point.Segment is null ? 0 : members.Sum(customer => past.Moves.Last(move => move.Customer == customer && move.EffectiveAt <= end.UtcTicks).Monetary),
                1e-6);
            var start = step == 0 ? a : steps[step].AddTicks(-1);
            var before = past.KnownAt(start).Count(customer => past.SegmentOf(customer, start) == point.Segment);
            (before + point.Arrivals - point.Departures + point.Refitted).ShouldBe(members.Count);
        }
    });

    private static long MembersAt(Past past, string segment, DateTimeOffset moment) =>
        past.KnownAt(moment).Count(customer => past.SegmentOf(customer, moment) == segment);

    /// <summary>Every move begins where the one before it ended; those that thereby lead nowhere are gone.</summary>
    private static Past Relinked(Past past)
    {
        var at = new Dictionary<ulong, string?>();
        var moves = new List<Move>();
        foreach (var move in past.Moves)
        {
            var from = at.GetValueOrDefault(move.Customer);
            if (from != move.To)
            {
                moves.Add(move with { From = from });
                at[move.Customer] = move.To;
            }
        }

        return past with { Moves = moves };
    }

    /// <summary>Any past, and three moments in order, most of them of days on which somebody moved.</summary>
    private static void ForAnyPast(Action<Past, DateTimeOffset, DateTimeOffset, DateTimeOffset> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            DateTimeOffset[] moments = [.. Enumerable.Range(0, 3).Select(_ => Day(random.Next(-5, 106) + (random.Next(3) == 0 ? random.NextDouble() : 0))).Order()];
            holds(Past.Random(seed), moments[0], moments[1], moments[2]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
