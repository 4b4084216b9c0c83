using CustomerSegmentation.Migrations;
using static CustomerSegmentation.Tests.Migrations.Past;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>How long customers stay.</summary>
public class RetentionTests
{
    [Fact]
    public void The_share_still_there_is_of_those_who_entered_long_enough_ago()
    {
        // Seen until day 40. 1 stays; 2 leaves after 5 days; 3 leaves after 20; 4 entered on day 35 and stays.
        var past = Of(
            Moved(1, null, "a", 1), Moved(2, null, "a", 1), Moved(3, null, "a", 1), Moved(4, null, "a", 35),
            Moved(2, "a", "b", 6), Moved(3, "a", null, 21));

        var retention = past.Report(new RetentionReport("a", Day(0), Day(40), Day(40)));

        retention.Entered.ShouldBe(4);
        retention.Ages.ShouldBe([new(1, 4, 4), new(7, 3, 2), new(30, 3, 1), new(90, 0, 0)]);
        retention.Ages[1].Share.ShouldBe(2 / 3.0);
        retention.Ages[3].Share.ShouldBeNull();
    }

    [Fact]
    public void Whoever_leaves_at_the_very_age_is_not_there_any_more() =>
        Of(Moved(1, null, "a", 1), Moved(1, "a", "b", 8)).Report(new RetentionReport("a", Day(0), Day(9), Day(99)))
            .Ages[1].ShouldBe(new(7, 1, 0));

    [Fact]
    public void Refits_are_no_arrivals_and_cut_a_stay_short_without_ending_it()
    {
        var past = Of(
            Moved(1, null, "a", 1), Moved(1, "a", "b", 11, MigrationCause.Refit),
            Moved(2, null, "b", 1), Moved(2, "b", "a", 11, MigrationCause.Refit));

        var retention = past.Report(new RetentionReport("a", Day(0), Day(99), Day(99)));

        retention.Entered.ShouldBe(1);
        retention.Ages.ShouldBe([new(1, 1, 1), new(7, 1, 1), new(30, 0, 0), new(90, 0, 0)]);
        retention.MedianDwellDays.ShouldBeNull();
    }

    [Fact]
    public void Whoever_comes_back_begins_another_stay()
    {
        var past = Of(
            Moved(1, null, "a", 1), Moved(1, "a", "b", 3), Moved(1, "b", "a", 5), Moved(1, "a", "b", 9), Moved(1, "b", "a", 50));

        var retention = past.Report(new RetentionReport("a", Day(0), Day(40), Day(99)));

        retention.Entered.ShouldBe(2, "the one on day 50 is after the period");
        retention.MedianDwellDays.ShouldBe(2);
    }

    [Fact]
    public void The_median_of_ended_stays_is_their_median() =>
        Dwell.MedianDays(Days((1, true), (2, true), (3, true), (4, true), (50, true))).ShouldBe(3);

    [Fact]
    public void Stays_that_go_on_count_as_long_as_they_were_seen()
    {
        // The 6-MP arm of Freireich et al. (1963), weeks in remission, + for still there: 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+
        // 20+ 22 23 25+ 32+ 32+ 34+ 35+. Median by Kaplan and Meier: 23 (R: survfit(Surv(time, status) ~ 1, gehan)).
        Dwell.MedianDays(Days(
            (6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false), (13, true), (16, true),
            (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false), (32, false), (34, false), (35, false)))
            .ShouldBe(23);

        // Its control arm, all relapsed: 1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23. Median 8.
        Dwell.MedianDays(Days([.. new[] { 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23 }.Select(week => (week, true))]))
            .ShouldBe(8);
    }

    [Fact]
    public void While_fewer_than_half_have_left_there_is_no_median()
    {
        Dwell.MedianDays(Days((1, true), (5, false), (9, false))).ShouldBeNull();
        Dwell.MedianDays([]).ShouldBeNull();
    }

    private static IEnumerable<(long Ticks, bool Ended)> Days(params (int Days, bool Ended)[] stays) =>
        stays.Select(stay => (stay.Days * TimeSpan.TicksPerDay, stay.Ended));
}
