using CustomerSegmentation.Edge.Dashboard.Reports;

namespace CustomerSegmentation.DashboardTests;

/// <summary>One reading for all who look.</summary>
public sealed class SharedCacheTests
{
    private readonly ManualClock _clock = new();
    private int _taken;

    [Fact]
    public async Task A_hundred_who_look_at_once_cost_one_reading()
    {
        var gate = new TaskCompletionSource();
        var shared = Of(async () =>
        {
            await gate.Task;
            return ++_taken;
        });
        var looking = Enumerable.Range(0, 100).Select(_ => shared.GetAsync()).ToArray();
        gate.SetResult();
        (await Task.WhenAll(looking)).ShouldAllBe(reading => reading == 1);
    }

    [Fact]
    public async Task A_reading_is_taken_anew_when_it_is_old_and_not_before()
    {
        var shared = Of(() => Task.FromResult(++_taken));
        (await shared.GetAsync()).ShouldBe(1);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        (await shared.GetAsync()).ShouldBe(1);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        (await shared.GetAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_slow_reading_waits_as_many_times_as_long_as_it_took()
    {
        var shared = Of(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(++_taken);
        });
        (await shared.GetAsync()).ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(18)); // 19 since it began
        (await shared.GetAsync()).ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await shared.GetAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_reading_that_failed_is_asked_for_again_at_once()
    {
        var shared = Of(() => ++_taken == 1 ? throw new InvalidOperationException("Away.") : Task.FromResult(_taken));
        await Should.ThrowAsync<InvalidOperationException>(shared.GetAsync);
        (await shared.GetAsync()).ShouldBe(2);
    }

    private SharedCache<int> Of(Func<Task<int>> take) => new(take, TimeSpan.FromSeconds(1), rest: 20, _clock);
}
