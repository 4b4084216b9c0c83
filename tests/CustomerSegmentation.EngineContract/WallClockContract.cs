using CustomerSegmentation.Engine;

namespace CustomerSegmentation.EngineContract;

/// <summary>A wall clock that shows what cannot be is not believed: what time takes away is gone for good.</summary>
public abstract class WallClockContract : ContractSuite
{
    private static readonly TimeSpan Day1 = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_leap_of_400_days_lapses_nobody_and_is_over_once_the_clock_is_right_again()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        var before = await Engine.SegmentsAsync();

        Time.Leap(400 * Day1);
        await Running.SweptAsync();

        Engine.Health.Ready.ShouldBeFalse();
        Engine.Health.Alive.ShouldBeTrue();
        Engine.Health.Problem!.ShouldStartWith("The wall clock shows 2027-06-05 00:00:00Z");
        Engine.Health.Problem.ShouldContain("it should show about 2026-05-01 00:00:00Z");
        Engine.Now.ShouldBe(Day(120));
        (await Engine.SegmentsAsync()).Segments.ShouldBe(before.Segments);
        (await Engine.RecordAsync([Bought("C0", "meanwhile", 120, 10)])).Recorded.ShouldBe(1);

        Time.Leap(-400 * Day1);
        (Engine.Health.Ready, Engine.Health.Problem).ShouldBe((true, null));
        Time.MoveTo(Day(121));
        await Running.SweptAsync();
        Engine.Now.ShouldBe(Day(121));
        (await Engine.SegmentsAsync()).Lapsed.ShouldBe(0);
    }

    [Fact]
    public async Task An_hour_behind_no_event_is_refused_for_lying_in_the_future()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(3));

        Time.Leap(TimeSpan.FromHours(-1));

        Engine.Health.Ready.ShouldBeFalse();
        Engine.Health.Records.ShouldBeTrue();
        (await Engine.RecordAsync([Bought("C0", "true", 120, 10)])).Recorded.ShouldBe(1);
        (await Engine.FindCustomerAsync("C0"))!.LastPurchaseAt.ShouldBe(Day(120));
    }

    /// <summary>It can be neither refused nor dated: what is recorded has its own time.</summary>
    [Fact]
    public async Task What_may_lie_in_the_future_waits_until_somebody_knows()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(3));
        Time.Leap(90 * Day1);

        var waiting = Engine.RecordAsync([Bought("C0", "today", 210, 10), Bought("C0", "2030", 1_500, 10)]);
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Engine.RecordAsync([Bought("C0", "given up", 210, 10)], new CancellationToken(canceled: true)));
        (await Engine.FindCustomerAsync("C0"))!.LastPurchaseAt!.Value.ShouldBeLessThan(Day(121));
        waiting.IsCompleted.ShouldBeFalse();

        await Engine.ConfirmClockAsync();
        var receipt = await waiting;
        (receipt.Recorded, receipt.Refused.ShouldHaveSingleItem().Code).ShouldBe((1, "future_time"));
        (await Engine.FindCustomerAsync("C0"))!.LastPurchaseAt.ShouldBe(Day(210));
    }

    [Fact]
    public async Task A_leap_that_somebody_confirms_is_the_time()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        Time.Leap(400 * Day1);
        Engine.Health.Ready.ShouldBeFalse();

        (await Engine.ConfirmClockAsync()).ShouldBe(Day(520));

        Engine.Health.Ready.ShouldBeTrue();
        await Running.SweptAsync();
        (await Engine.SegmentsAsync()).Lapsed.ShouldBe(30);
        await Running.RestartAsync();
        Engine.Health.Ready.ShouldBeTrue("it is on record");
    }

    [Fact]
    public async Task A_leap_of_hours_may_be_a_machine_that_slept()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(3));

        Time.Leap(TimeSpan.FromHours(9));

        Engine.Health.Ready.ShouldBeTrue();
        Engine.Now.ShouldBe(Day(120) + TimeSpan.FromHours(9));
    }

    [Fact]
    public async Task A_clock_that_was_believed_when_it_leapt_ahead_is_believed_when_it_is_put_back()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(3));
        Time.Leap(TimeSpan.FromHours(2));
        Engine.Now.ShouldBe(Day(120) + TimeSpan.FromHours(2));

        Time.Leap(TimeSpan.FromHours(-2));

        Engine.Health.Ready.ShouldBeTrue();
        Engine.Now.ShouldBe(Day(120));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(30 * 24)]
    [InlineData(400 * 24)]
    public async Task A_start_does_not_end_the_doubt(int hours)
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        Time.Leap(TimeSpan.FromHours(hours));
        Engine.Health.Ready.ShouldBeFalse();

        await Running.RestartAsync();
        await Running.SweptAsync();

        Engine.Health.Ready.ShouldBeFalse();
        Engine.Health.Problem!.ShouldContain("by the last time on record it should show about 2026-05-01 00:00:00Z");
        Engine.Now.ShouldBe(Day(120));
        (await Engine.SegmentsAsync()).Lapsed.ShouldBe(0);
        (await Engine.RecordAsync([Bought("C0", "true", 120, 10)])).Recorded.ShouldBe(1);

        Time.Leap(TimeSpan.FromHours(-hours));
        Engine.Health.Ready.ShouldBeTrue();
        await Running.RestartAsync();
        Engine.Health.Ready.ShouldBeTrue();
    }
}
