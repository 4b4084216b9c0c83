using CustomerSegmentation.Edge.Dashboard.Flows;
using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The steps of a period that ends now.</summary>
public sealed class MigrationStepTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new();
    private DateTimeOffset _now = Monday.AddDays(2).AddHours(9);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_first_and_the_last_one_stay_the_same_question_while_time_goes_on(int step)
    {
        var readings = new MigrationReports(ManualEngine.Of(() => _now), new(_clock));
        var address = new FlowAddress { Days = 2 };
        var taken = await readings.StepAsync(address, Period(), step);
        taken.ShouldNotBeNull();

        _now += TimeSpan.FromMinutes(1);
        (await readings.StepAsync(address, Period(), step)).ShouldBeSameAs(taken);

        // Rested; read with the moments of now, whatever they were when the period was counted.
        _clock.Advance(TimeSpan.FromSeconds(1));
        var counted = Period();
        _now += TimeSpan.FromMinutes(1);
        var anew = (await readings.StepAsync(address, counted, step))!;
        anew.From.ShouldBe(step == 1 ? _now.AddDays(-2) : Monday.AddDays(2));
        anew.To.ShouldBe(step == 1 ? Monday.AddDays(1) : _now);
    }

    /// <summary>Monday, Tuesday and Wednesday, from nine until nine.</summary>
    private PeriodReport Period() => new(
        _now.AddDays(-2),
        _now,
        Bucket.Day,
        new(null!, [], [.. Enumerable.Range(0, 3).Select(day => new SeriesPoint(Monday.AddDays(day), "loyal", 1, 0, 0, 0, 0))]),
        null!);
}
