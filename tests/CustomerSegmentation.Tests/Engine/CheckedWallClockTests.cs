using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;

namespace CustomerSegmentation.Tests.Engine;

public sealed class CheckedWallClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Jump = TimeSpan.FromDays(1);
    private static readonly TimeSpan Gap = TimeSpan.FromDays(60);

    private readonly ManualTime _time = new(Start);

    [Theory]
    [InlineData(-299, false)]
    [InlineData(-301, true)]
    [InlineData(86_400, false)]
    [InlineData(86_401, true)]
    public void Beside_monotonic_time_it_may_be_five_minutes_behind_and_a_day_ahead(int seconds, bool isInDoubt)
    {
        var clock = Clock();
        _time.Leap(TimeSpan.FromSeconds(seconds));
        (clock.Problem is not null).ShouldBe(isInDoubt);
        clock.GetUtcNow().ShouldBe(isInDoubt ? Start : Start.AddSeconds(seconds));
    }

    [Fact]
    public void A_clock_that_goes_slowly_wrong_is_followed()
    {
        var clock = Clock();
        for (var hour = 1; hour <= 24; hour++)
        {
            _time.Move(TimeSpan.FromHours(1));
            _time.Leap(TimeSpan.FromMinutes(-4));
            clock.GetUtcNow().ShouldBe(Start.AddHours(hour).AddMinutes(-4 * hour));
        }
    }

    [Theory]
    [InlineData(-0.01, true)]
    [InlineData(0, false)]
    [InlineData(60, false)]
    [InlineData(60.01, true)]
    public void At_a_start_it_may_be_the_gap_ahead_of_the_record(double days, bool isInDoubt)
    {
        var stopped = Clock();
        var onRecord = stopped.TakeForRecord(isEnd: true);
        _time.Leap(TimeSpan.FromDays(days));
        var started = Clock();
        started.Resume(onRecord);
        (started.Problem is not null).ShouldBe(isInDoubt);
    }

    [Fact]
    public void A_kill_in_doubt_does_not_end_it()
    {
        var clock = Clock();
        _time.Leap(TimeSpan.FromHours(-1));
        string? onRecord = null;
        for (var minute = 0; minute < 120; minute++)
        {
            _time.Move(TimeSpan.FromMinutes(1));
            onRecord = clock.TakeForRecord() ?? onRecord;
        }

        var next = Clock();
        next.Resume(onRecord);
        next.Problem.ShouldNotBeNull();
        next.GetUtcNow().ShouldBe(Start.AddHours(2));
    }

    [Fact]
    public void It_is_kept_once_a_minute()
    {
        var clock = Clock();
        clock.TakeForRecord().ShouldBe($"{Start.UtcTicks}");
        clock.TakeForRecord().ShouldBeNull();
        _time.Move(TimeSpan.FromSeconds(59));
        clock.TakeForRecord().ShouldBeNull();
        _time.Move(TimeSpan.FromSeconds(1));
        clock.TakeForRecord().ShouldBe($"{Start.AddMinutes(1).UtcTicks}");
        clock.TakeForRecord(isEnd: true).ShouldNotBeNull();
    }

    [Fact]
    public void Others_that_agree_end_the_doubt_and_others_that_do_not_are_not_overwritten()
    {
        var clock = Clock();
        clock.TakeForRecord();
        _time.Leap(TimeSpan.FromDays(90));
        clock.Compare($"{Start.UtcTicks}"); // its own
        clock.Compare($"{Start.AddDays(90).UtcTicks} doubted");
        clock.Problem.ShouldNotBeNull();

        clock.Compare($"{Start.AddDays(40).UtcTicks}");
        clock.Problem.ShouldNotBeNull();
        clock.TakeForRecord(isEnd: true).ShouldBeNull();

        clock.Compare($"{Start.AddDays(90).AddMinutes(-4).UtcTicks}");
        clock.Problem.ShouldBeNull();
        clock.GetUtcNow().ShouldBe(Start.AddDays(90));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(30, true)]
    public void Beside_others_that_run_it_must_fit_the_record_closely(int days, bool isInDoubt)
    {
        var others = Clock();
        var onRecord = others.TakeForRecord();
        _time.Leap(TimeSpan.FromDays(days));
        var joins = Clock();
        joins.Resume(onRecord);
        joins.Problem.ShouldBeNull();
        joins.ResumeBesideOthers();
        (joins.Problem is not null).ShouldBe(isInDoubt);
    }

    [Fact]
    public void Nobody_sweeps_in_doubt()
    {
        var clock = Clock();
        var schedule = new SweepSchedule(clock);
        schedule.IsTimeToSweep().ShouldBeTrue();
        _time.Leap(TimeSpan.FromDays(400));
        schedule.IsTimeToSweep().ShouldBeFalse();
        clock.Confirm();
        schedule.IsTimeToSweep().ShouldBeTrue();
    }

    [Fact]
    public async Task Only_what_is_later_than_what_should_be_waits()
    {
        var clock = Clock();
        await clock.AdmitAsync([At(days: 900)], CancellationToken.None);
        _time.Leap(TimeSpan.FromHours(-1));
        await clock.AdmitAsync([At(days: 0), At(days: -10)], CancellationToken.None);
        var waiting = clock.AdmitAsync([At(days: 0), At(days: 1)], CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        _time.Leap(TimeSpan.FromHours(1));
        await waiting;
    }

    private static PurchaseEvent At(int days) => new($"e{days}", PurchaseEventType.Purchase, "C", "o", Start.AddDays(days), 1);

    private CheckedWallClock Clock() => new(_time, Jump, Gap);
}
