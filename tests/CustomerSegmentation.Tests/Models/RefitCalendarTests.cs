using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Models;

public sealed class RefitCalendarTests
{
    private static readonly DateTimeOffset Thursday = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // as 1 January 1970 was

    [Fact]
    public void A_week_ends_on_the_midnight_before_Thursday_whenever_the_engine_was_installed()
    {
        var calendar = Calendar(every: 7, drift: null);

        calendar.Next(Thursday.AddTicks(-1)).ShouldBe(Thursday);
        calendar.Next(Thursday).ShouldBe(Thursday.AddDays(7));
        calendar.Next(Thursday.AddDays(3.3)).ShouldBe(Thursday.AddDays(7));
        calendar.Next(DateTimeOffset.UnixEpoch.AddDays(-8)).ShouldBe(DateTimeOffset.UnixEpoch.AddDays(-7));
    }

    [Fact]
    public void Drift_is_looked_at_every_midnight()
    {
        Calendar(every: null, drift: 0.25).Next(Thursday.AddDays(0.5)).ShouldBe(Thursday.AddDays(1));
        Calendar(every: 7, drift: 0.25).Next(Thursday.AddDays(6.5)).ShouldBe(Thursday.AddDays(7));
        Calendar(every: 0.25, drift: 0.25).Next(Thursday).ShouldBe(Thursday.AddDays(0.25));
    }

    [Fact]
    public void Without_schedule_and_drift_nothing_is_ever_reviewed()
    {
        var calendar = Calendar(every: null, drift: null);

        calendar.IsOpen.ShouldBeFalse();
        calendar.Next(Thursday).ShouldBeNull();
        calendar.LastScheduled(Thursday, Thursday.AddDays(100)).ShouldBeNull();
    }

    [Fact]
    public void Moments_of_the_schedule_that_were_missed_are_one()
    {
        var calendar = Calendar(every: 7, drift: 0.25);

        calendar.LastScheduled(Thursday, Thursday.AddDays(6)).ShouldBeNull();
        calendar.LastScheduled(Thursday.AddTicks(-1), Thursday).ShouldBe(Thursday);
        calendar.LastScheduled(Thursday, Thursday.AddDays(30)).ShouldBe(Thursday.AddDays(28));
    }

    [Fact]
    public void Drift_that_has_led_to_a_refit_leads_to_no_other_one_for_a_while_unless_it_grows_by_as_much_again()
    {
        var calendar = Calendar(every: null, drift: 0.25);
        var refitted = RefitState.New.RefittedFor(Drift(0.3), Thursday);

        calendar.AsksForRefit(Drift(0.3), Thursday, RefitState.New).ShouldBeTrue();
        calendar.AsksForRefit(Drift(0.3), Thursday.AddDays(29.9), refitted).ShouldBeFalse();
        calendar.AsksForRefit(Drift(0.3), Thursday.AddDays(30), refitted).ShouldBeTrue();
        calendar.AsksForRefit(Drift(0.54), Thursday.AddDays(1), refitted).ShouldBeFalse();
        calendar.AsksForRefit(Drift(0.55), Thursday.AddDays(1), refitted).ShouldBeTrue();
        calendar.AsksForRefit(Drift(0.9, version: 2), Thursday.AddDays(1), refitted).ShouldBeFalse("from another model it is another drift");
        Calendar(every: 7, drift: null).AsksForRefit(Drift(0.3), Thursday, RefitState.New).ShouldBeFalse();
    }

    [Fact]
    public void The_worst_feature_decides_and_the_limit_itself_is_still_good()
    {
        var calendar = Calendar(every: null, drift: 0.25);

        calendar.AsksForRefit(
            new(Thursday, 1, 9, [new("recencyDays", 0.1, [], [], []), new("monetary", 0.26, [], [], [])]), Thursday, RefitState.New).ShouldBeTrue();
        calendar.AsksForRefit(Drift(0.25), Thursday, RefitState.New).ShouldBeFalse();
    }

    [Fact]
    public void What_reviews_have_led_to_is_read_as_it_was_written_and_as_earlier_versions_wrote_it()
    {
        var state = RefitState.New.RefittedFor(Drift(0.3), Thursday).Through(Thursday.AddDays(1));

        RefitState.Parse(state.ToString()).ShouldBe(state);
        RefitState.Parse(RefitState.New.ToString()).ShouldBe(RefitState.New);
        RefitState.Parse($"{Thursday.UtcTicks} -").ShouldBe(new(Thursday, null));
    }

    [Fact]
    public void The_first_model_needs_history()
    {
        var calendar = Calendar(every: 7, drift: null);

        calendar.RequireHistory(Thursday.AddDays(-30), Thursday);
        Should.Throw<FitRefusedException>(() => calendar.RequireHistory(Thursday.AddDays(-29.5), Thursday)).Message.ShouldContain("29.5 days");
        Should.Throw<FitRefusedException>(() => calendar.RequireHistory(null, Thursday)).Code.ShouldBe("too_little_history");
    }

    private static PopulationDrift Drift(double index, int version = 1) =>
        new(Thursday, version, 9, [new("recencyDays", index, [], [], [])]);

    private static RefitCalendar Calendar(double? every, double? drift) =>
        new(new() { Every = every is { } days ? TimeSpan.FromDays(days) : null, Drift = drift });
}
