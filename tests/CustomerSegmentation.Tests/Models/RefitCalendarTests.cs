using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

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
    public void After_a_refit_for_drift_there_is_a_week_of_rest()
    {
        var calendar = Calendar(every: null, drift: 0.25);

        calendar.LooksAtDrift(Thursday, lastRefitForDrift: null).ShouldBeTrue();
        calendar.LooksAtDrift(Thursday.AddDays(6.9), Thursday).ShouldBeFalse();
        calendar.LooksAtDrift(Thursday.AddDays(7), Thursday).ShouldBeTrue();
        Calendar(every: 7, drift: null).LooksAtDrift(Thursday, null).ShouldBeFalse();
    }

    [Fact]
    public void The_worst_feature_decides_and_the_limit_itself_is_still_good()
    {
        var calendar = Calendar(every: null, drift: 0.25);

        calendar.AsksForRefit(new(Thursday, 1, 9, [new("recencyDays", 0.1, [], [], []), new("monetary", 0.26, [], [], [])])).ShouldBeTrue();
        calendar.AsksForRefit(new(Thursday, 1, 9, [new("recencyDays", 0.25, [], [], [])])).ShouldBeFalse();
    }

    [Fact]
    public void The_first_model_needs_history()
    {
        var calendar = Calendar(every: 7, drift: null);

        calendar.RequireHistory(Thursday.AddDays(-30), Thursday);
        Should.Throw<FitRefusedException>(() => calendar.RequireHistory(Thursday.AddDays(-29.5), Thursday)).Message.ShouldContain("29.5 days");
        Should.Throw<FitRefusedException>(() => calendar.RequireHistory(null, Thursday)).Code.ShouldBe("too_little_history");
    }

    private static RefitCalendar Calendar(double? every, double? drift) =>
        new(new() { Every = every is { } days ? TimeSpan.FromDays(days) : null, Drift = drift });
}
