using CustomerSegmentation.Migrations;
using static CustomerSegmentation.Tests.Migrations.Past;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>What counts as a move, and what shifts a start.</summary>
public class MatrixReportTests
{
    private const MigrationCause Refit = MigrationCause.Refit;
    private const MigrationCause Decay = MigrationCause.Decay;

    public static TheoryData<string, string, string> Journeys => new()
    {
        // Letters are segments, in lower case when a refit led there; then the start and the end that count from day 1 on.
        { "A", "A", "A" },
        { "AB", "A", "B" },
        { "ABA", "A", "A" },
        { "Ab", "b", "b" },
        { "Abc", "c", "c" },
        { "AbC", "b", "C" },
        { "ABc", "A", "c" },
        { "ABAc", "c", "c" },
        { "ABcA", "A", "A" },
    };

    [Theory]
    [MemberData(nameof(Journeys))]
    public void A_refit_shifts_the_start_of_whoever_stands_where_they_started(string journey, string start, string end)
    {
        var moves = journey.Select((segment, i) => Moved(
            1, i == 0 ? null : $"{char.ToUpperInvariant(journey[i - 1])}", $"{char.ToUpperInvariant(segment)}", i, char.IsLower(segment) ? Refit : MigrationCause.Purchase));

        var cell = Of([.. moves]).Report(new MatrixReport(Day(0), Day(90))).Cells.ShouldHaveSingleItem();

        (cell.From, cell.To).ShouldBe((start.ToUpperInvariant(), end.ToUpperInvariant()));
    }

    [Fact]
    public void With_refits_they_are_moves_like_any_other()
    {
        var past = Of(Moved(1, null, "a", 0), Moved(1, "a", "b", 5, Refit));

        past.Report(new MatrixReport(Day(1), Day(9), refits: true))["a", "b"].Customers.ShouldBe(1);
        past.Report(new MatrixReport(Day(1), Day(9)))["b", "b"].Customers.ShouldBe(1);
    }

    [Fact]
    public void Asked_for_one_cause_all_others_shift_the_start()
    {
        var past = Of(Moved(1, null, "a", 0), Moved(1, "a", "b", 5), Moved(1, "b", "c", 6, Decay));

        past.Report(new MatrixReport(Day(1), Day(9), cause: Decay)).Cells.ShouldHaveSingleItem().ShouldBe(new("b", "c", 1, 10));
        past.Report(new MatrixReport(Day(1), Day(9), cause: Refit)).Cells.ShouldHaveSingleItem().From.ShouldBe("c");
    }

    [Fact]
    public void What_takes_effect_at_the_moment_itself_has_happened()
    {
        var past = Of(Moved(1, null, "a", 1), Moved(1, "a", "b", 2));

        past.Report(new MatrixReport(Day(1), Day(2))).Cells.ShouldHaveSingleItem().ShouldBe(new("a", "b", 1, 10));
    }

    [Fact]
    public void Whoever_was_known_and_in_no_segment_is_counted_in_none()
    {
        var past = new Past([(1, Day(3).UtcTicks), (2, Day(3).UtcTicks)], [Moved(2, null, "a", 5)]);

        past.Report(new MatrixReport(Day(1), Day(2))).Customers.ShouldBe(0);
        past.Report(new MatrixReport(Day(1), Day(4)))[null, null].Customers.ShouldBe(2);
        var later = past.Report(new MatrixReport(Day(4), Day(9)));
        (later[null, null].Customers, later[null, "a"].Customers, later.Customers).ShouldBe((1, 1, 2));
    }

    [Fact]
    public void Revenue_is_what_customers_were_worth_at_their_latest_move()
    {
        var past = Of(
            Moved(1, null, "a", 0, worth: 10), Moved(2, null, "a", 0, worth: 20), Moved(3, null, "a", 0, worth: 40),
            Moved(1, "a", "b", 5, worth: 11), Moved(2, "a", null, 6, Decay, worth: 20));

        var matrix = past.Report(new MatrixReport(Day(1), Day(9)));

        (matrix["a", "a"].Revenue, matrix["a", "b"].Revenue, matrix["a", null].Revenue).ShouldBe((40, 11, 20));
    }

    [Fact]
    public void Asked_for_segments_only_their_cells_are_given()
    {
        var past = Of(Moved(1, null, "a", 0), Moved(2, null, "a", 0), Moved(3, null, "b", 0), Moved(2, "a", "c", 5), Moved(3, "b", null, 5));

        Cells(new(Either: "a")).ShouldBe(["a>a", "a>c"]);
        Cells(new(From: "a")).ShouldBe(["a>a", "a>c"]);
        Cells(new(To: "c")).ShouldBe(["a>c"]);
        Cells(new(To: SegmentFilter.None)).ShouldBe(["b>"]);
        Cells(new(From: "a", To: "b")).ShouldBeEmpty();

        IEnumerable<string> Cells(SegmentFilter filter) => past.Report(new MatrixReport(Day(1), Day(9), segments: filter))
            .Cells.Select(cell => $"{cell.From}>{cell.To}");
    }
}
