using CustomerSegmentation.Migrations;
using static CustomerSegmentation.Tests.Migrations.Past;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>Where steps of time begin and end, and what they count.</summary>
public class FlowsReportTests
{
    [Theory]
    [InlineData(Bucket.Hour, "2026-05-14T10:59:59.9999999Z", "2026-05-14T10:00:00Z")]
    [InlineData(Bucket.Day, "2026-05-14T10:59:59Z", "2026-05-14T00:00:00Z")]
    [InlineData(Bucket.Day, "2026-05-14T00:00:00Z", "2026-05-14T00:00:00Z")]
    [InlineData(Bucket.Week, "2026-05-14T10:59:59Z", "2026-05-11T00:00:00Z")] // a Thursday; ISO 8601 weeks begin on Monday
    [InlineData(Bucket.Week, "2026-05-17T23:59:59Z", "2026-05-11T00:00:00Z")]
    [InlineData(Bucket.Month, "2026-02-28T23:59:59Z", "2026-02-01T00:00:00Z")]
    [InlineData(Bucket.Month, "2028-02-29T12:00:00Z", "2028-02-01T00:00:00Z")]
    public void Steps_are_those_of_the_calendar_in_UTC(Bucket bucket, string moment, string start)
    {
        var at = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        var move = new Move(1, null, "a", MigrationCause.Purchase, at.UtcTicks, 10);

        Of(move).Report(new FlowsReport(at.AddDays(-40), at.AddDays(40), bucket)).ShouldHaveSingleItem()
            .Start.ShouldBe(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_first_moment_is_outside_and_the_last_one_counts_in_the_last_step()
    {
        var past = Of(Moved(1, null, "a", 1), Moved(1, "a", "b", 2.5), Moved(1, "b", "c", 3));

        var flows = past.Report(new FlowsReport(Day(1), Day(3), Bucket.Day));

        flows.Select(flow => (flow.Start, flow.To, flow.Moves)).ShouldBe([(Day(2), "b", 1L), (Day(2), "c", 1L)]);
        past.Report(new FlowsReport(Day(3), Day(3), Bucket.Day)).ShouldBeEmpty();
    }

    [Fact]
    public void Moves_and_what_they_were_worth_are_counted_apart_by_cause()
    {
        var past = Of(
            Moved(1, null, "a", 1, worth: 5), Moved(2, null, "a", 1, worth: 7),
            Moved(1, "a", "b", 1.5, MigrationCause.Decay, worth: 5), Moved(2, "a", "b", 1.5, MigrationCause.Refit, worth: 7));

        past.Report(new FlowsReport(Day(0), Day(9), Bucket.Day)).ShouldBe(
        [
            new(Day(1), null, "a", MigrationCause.Purchase, 2, 12),
            new(Day(1), "a", "b", MigrationCause.Decay, 1, 5),
            new(Day(1), "a", "b", MigrationCause.Refit, 1, 7),
        ]);
        past.Report(new FlowsReport(Day(0), Day(9), Bucket.Day, MigrationCause.Refit)).ShouldHaveSingleItem().Revenue.ShouldBe(7);
        past.Report(new FlowsReport(Day(0), Day(9), Bucket.Day, segments: new(Either: "b"))).Count.ShouldBe(2);
    }
}
