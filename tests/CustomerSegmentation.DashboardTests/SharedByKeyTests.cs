using CustomerSegmentation.Edge.Dashboard.Readings;

namespace CustomerSegmentation.DashboardTests;

/// <summary>One reading for all who look at the same thing.</summary>
public sealed class SharedByKeyTests
{
    private readonly HandClock _clock = new();
    private readonly Dictionary<string, int> _taken = [];

    [Fact]
    public async Task Every_key_has_a_reading_of_its_own()
    {
        var shared = Of(room: 10);
        (await shared.GetAsync("a")).ShouldBe("a1");
        (await shared.GetAsync("b")).ShouldBe("b1");
        (await shared.GetAsync("a")).ShouldBe("a1");
    }

    [Fact]
    public async Task Many_keys_share_the_time_that_one_may_take()
    {
        // Each reading takes a second and one alone rests for ten; two rest for twenty.
        var shared = Of(room: 10, takes: TimeSpan.FromSeconds(1));
        await shared.GetAsync("a");
        await shared.GetAsync("b");
        for (var second = 2; second < 20; second++)
        {
            (await shared.GetAsync("a")).ShouldBe("a1", $"after {second} s");
            (await shared.GetAsync("b")).ShouldBe("b1");
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await shared.GetAsync("a")).ShouldBe("a2");
    }

    [Fact]
    public async Task The_key_not_asked_for_the_longest_makes_room_and_those_nobody_asks_for_are_forgotten()
    {
        var shared = Of(room: 2);
        foreach (var key in (string[])["a", "b", "a", "c"])
        {
            await shared.GetAsync(key);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        shared.Count.ShouldBe(2);
        (await shared.GetAsync("a")).ShouldBe("a1");
        (await shared.GetAsync("b")).ShouldBe("b2");

        _clock.Advance(TimeSpan.FromSeconds(11));
        await shared.GetAsync("d");
        shared.Count.ShouldBe(1);
    }

    private SharedByKey<string, string> Of(int room, TimeSpan takes = default) => new(
        key =>
        {
            _clock.Advance(takes);
            _taken[key] = _taken.GetValueOrDefault(key) + 1;
            return Task.FromResult($"{key}{_taken[key]}");
        },
        room,
        TimeSpan.FromSeconds(1),
        rest: 10,
        _clock);
}
