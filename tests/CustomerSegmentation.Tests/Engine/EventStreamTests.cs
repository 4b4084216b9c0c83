using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Tests.Engine;

public sealed class EventStreamTests : IDisposable
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EventStream _stream;
    private DateTimeOffset _now = Day0;

    public EventStreamTests() => _stream = new(() => _now);

    public void Dispose() => _stream.Dispose();

    [Fact]
    public async Task Time_passes_for_nobody_beyond_an_event_that_is_let_in_and_not_recorded()
    {
        await EnterAsync(1, day: 3);
        await EnterAsync(2, day: 5);
        _now = Day0.AddDays(9); // an event of the second call was recorded, those of the first are on their way

        _stream.Watermark.ShouldBe(Day0.AddDays(3).UtcTicks);
        _stream.Leave(new(0, 1));
        _stream.Watermark.ShouldBe(Day0.AddDays(5).UtcTicks);
        _stream.Leave(new(0, 2));
        _stream.Watermark.ShouldBe(_now.UtcTicks);
    }

    [Fact]
    public async Task A_call_comes_behind_all_that_were_let_in_before_recorded_or_not()
    {
        (await EnterAsync(1, day: 3)).ShouldBe(Day0);
        (await EnterAsync(2, day: 2)).ShouldBe(Day0.AddDays(3));
        _now = Day0.AddDays(4);
        (await EnterAsync(3, day: 2)).ShouldBe(Day0.AddDays(4));
        (await EnterAsync(1, day: 3)).ShouldBe(Day0, "it is inside already");
    }

    [Fact]
    public async Task A_call_of_which_all_was_refused_was_never_there()
    {
        await EnterAsync(1, day: 1);
        await EnterAsync(2, day: 900);
        (await EnterAsync(3, day: 2)).ShouldBe(Day0.AddDays(900));
        _stream.Leave(new(0, 2));
        (await EnterAsync(4, day: 3)).ShouldBe(Day0.AddDays(2));
    }

    [Fact]
    public async Task Events_that_are_ahead_of_the_clock_do_not_take_it_along()
    {
        await EnterAsync(1, day: 3);

        _stream.Watermark.ShouldBe(Day0.UtcTicks);
    }

    [Fact]
    public async Task Amid_events_it_is_swept_to_the_watermark_once_a_day()
    {
        _stream.SweepAmidEvents().ShouldBe(Day0.UtcTicks);
        await EnterAsync(1, day: 0.5);
        _now = Day0.AddDays(2);
        _stream.SweepAmidEvents().ShouldBeNull("the watermark is half a day on");
        _stream.Leave(new(0, 1));
        _stream.SweepAmidEvents().ShouldBe(Day0.AddDays(2).UtcTicks);
        _now = Day0.AddDays(2.9);
        _stream.SweepAmidEvents().ShouldBeNull();
    }

    [Fact]
    public async Task It_is_idle_when_nothing_came_since_one_looked_and_nothing_is_on_its_way()
    {
        _stream.SweepIdle().ShouldBe(Day0.UtcTicks);
        await EnterAsync(1, day: 1);
        _stream.SweepIdle().ShouldBeNull();
        _stream.SweepIdle().ShouldBeNull("it is still on its way");
        _now = Day0.AddDays(1);
        _stream.Leave(new(0, 1));
        _stream.SweepIdle().ShouldBe(_now.UtcTicks);
    }

    [Fact]
    public async Task What_is_done_between_events_waits_for_those_inside_and_holds_back_the_next()
    {
        await EnterAsync(1, day: 1);
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var work = _stream.BetweenEventsAsync(async () =>
        {
            begun.SetResult();
            await end.Task;
            return 7;
        });

        begun.Task.IsCompleted.ShouldBeFalse("an event is on its way");
        _stream.Leave(new(0, 1));
        await begun.Task;
        var next = EnterAsync(2, day: 2);
        next.IsCompleted.ShouldBeFalse();
        end.SetResult();
        (await work).ShouldBe(7);
        await next;
        _stream.Watermark.ShouldBe(Day0.UtcTicks);
    }

    [Fact]
    public async Task Work_that_fails_lets_events_in_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(
            () => _stream.BetweenEventsAsync<int>(() => throw new InvalidOperationException("It broke.")));

        await EnterAsync(1, day: 1);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_inside()
    {
        var end = new TaskCompletionSource<int>();
        var work = _stream.BetweenEventsAsync(() => end.Task);
        using var waiting = new CancellationTokenSource();
        var entering = _stream.EnterAsync(new(0, 1), Day0.AddDays(-1), Day0, waiting.Token).AsTask();
        await waiting.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => entering);
        end.SetResult(1);
        await work;

        _stream.Watermark.ShouldBe(Day0.UtcTicks);
    }

    [Fact]
    public async Task The_calls_of_a_process_that_is_gone_hold_nothing_back()
    {
        await _stream.EnterAsync(new(8, 1), Day0.AddDays(-3), Day0, CancellationToken.None);
        await _stream.EnterAsync(new(9, 1), Day0.AddDays(-2), Day0, CancellationToken.None);
        var begun = false;
        var work = _stream.BetweenEventsAsync(() => Task.FromResult(begun = true));

        _stream.Forget(8);
        _stream.Watermark.ShouldBe(Day0.AddDays(-2).UtcTicks);
        begun.ShouldBeFalse();
        _stream.Forget(9);
        await work;
    }

    private Task<DateTimeOffset> EnterAsync(long number, double day) =>
        _stream.EnterAsync(new(0, number), Day0.AddDays(day), Day0.AddDays(day), CancellationToken.None).AsTask();
}
