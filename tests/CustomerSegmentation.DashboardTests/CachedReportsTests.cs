using CustomerSegmentation.Edge.Dashboard.Reports;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What takes long is read for one question at a time, and nobody waits long for it.</summary>
public sealed class CachedReportsTests
{
    private readonly ManualClock _clock = new();
    private readonly CachedReports _readings;
    private readonly Dictionary<object, int> _taken = [];

    public CachedReportsTests() => _readings = new(_clock);

    [Fact]
    public async Task A_hundred_who_ask_the_same_cost_one_reading()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => LookAsync("matrix")));
        answers.ShouldAllBe(answer => answer == "matrix 1");
    }

    [Fact]
    public async Task Who_asks_while_it_takes_long_is_told_nothing_yet_and_later_the_answer()
    {
        var gate = new TaskCompletionSource<string>();
        (await _readings.LookAsync("slow", () => gate.Task)).ShouldBeNull();
        (await LookAsync("other")).ShouldBeNull(); // one at a time
        _taken.ShouldBeEmpty();
        gate.SetResult("done");
        (await LookAsync("other")).ShouldBe("other 1");
        (await LookAsync("slow")).ShouldBe("done");
    }

    [Fact]
    public async Task What_was_read_last_is_there_while_it_is_read_anew()
    {
        var gate = new TaskCompletionSource<string>();
        await LookAsync("members");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _readings.LookAsync("members", () => gate.Task)).ShouldBe("members 1");
        gate.SetResult("anew");
        (await _readings.LookAsync("members", () => gate.Task)).ShouldBe("anew");
    }

    [Fact]
    public async Task Of_three_open_questions_one_is_read_anew_after_each_rest_and_each_in_its_turn()
    {
        // A fifth of a second each, which rests for ten. Pages look every tenth of a second.
        List<(string ServerQuery, TimeSpan At)> taken = [];
        for (var look = 0; look < 600; look++)
        {
            foreach (var question in (string[])["a", "b", "c"])
            {
                await _readings.LookAsync(question, () =>
                {
                    taken.Add((question, _clock.GetElapsedTime(0)));
                    _clock.Advance(TimeSpan.FromMilliseconds(200));
                    return Task.FromResult(question);
                });
            }

            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        string.Concat(taken.Select(one => one.ServerQuery)).ShouldStartWith("abc" + "abcab");
        taken.Count.ShouldBeLessThanOrEqualTo(3 + 6, "sixty seconds have room for six times ten");
        var anew = taken.Skip(3).Select(one => one.At).ToList();
        anew.Zip(anew.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= TimeSpan.FromSeconds(9.5));
    }

    [Fact]
    public async Task New_questions_leave_three_quarters_of_the_time_free()
    {
        (await LookAsync("a", TimeSpan.FromSeconds(1))).ShouldBe("a 1");
        (await LookAsync("b", TimeSpan.FromSeconds(1))).ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await LookAsync("b", TimeSpan.FromSeconds(1))).ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await LookAsync("b", TimeSpan.FromSeconds(1))).ShouldBe("b 1");
    }

    [Fact]
    public async Task A_question_that_nobody_asked_for_a_while_rests_all_the_same()
    {
        await LookAsync("census", TimeSpan.FromMilliseconds(250));
        _clock.Advance(CachedReports.Open + TimeSpan.FromSeconds(2)); // of the 12.5 s that it rests
        (await LookAsync("census")).ShouldBe("census 1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await LookAsync("census")).ShouldBe("census 2");
    }

    [Fact]
    public async Task A_question_that_still_rests_does_not_make_room()
    {
        await LookAsync("census", TimeSpan.FromMilliseconds(250));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await FillAsync(CachedReports.Room - 1);
        _clock.Advance(CachedReports.Open + TimeSpan.FromMilliseconds(1));

        (await LookAsync("another")).ShouldBe("another 1");
        (await LookAsync(0)).ShouldBe("0 2", "it had made room");
        (await LookAsync("census")).ShouldBe("census 1", "asked for longest ago, and resting");
    }

    [Fact]
    public async Task What_is_on_open_pages_stays_and_one_question_more_has_to_wait_for_room()
    {
        await FillAsync(CachedReports.Room);
        (await LookAsync("one more")).ShouldBeNull();
        _clock.Advance(CachedReports.Open);
        (await LookAsync("one more")).ShouldBeNull();
        _taken.Count.ShouldBe(CachedReports.Room);
        _taken.Values.ShouldAllBe(times => times == 1);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        (await LookAsync("one more")).ShouldBe("one more 1");
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(InsufficientMemoryException))]
    public async Task A_reading_that_fails_fails_who_looks_as_it_did_itself_and_is_tried_again(Type kind)
    {
        var failure = (Exception)Activator.CreateInstance(kind, "away")!;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var thrown = await Record.ExceptionAsync(() => _readings.LookAsync<string>("fails", () => throw failure));
            thrown.ShouldBeSameAs(failure);
        }

        (await LookAsync("other")).ShouldBe("other 1", "the turn goes on");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await LookAsync("fails")).ShouldBe("fails 1");
    }

    [Fact]
    public async Task What_failed_after_a_long_wait_is_tried_again_after_five_seconds()
    {
        await Should.ThrowAsync<TimeoutException>(() => _readings.LookAsync<string>("report", () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            throw new TimeoutException("Storage is away.");
        }));
        _clock.Advance(TimeSpan.FromSeconds(5));
        (await LookAsync("report")).ShouldBe("report 1");
    }

    private async Task FillAsync(int questions)
    {
        for (var question = 0; question < questions; question++)
        {
            (await LookAsync(question)).ShouldBe($"{question} 1");
        }
    }

    /// <summary>Takes a reading, if it is time to, that says how many there have been.</summary>
    private Task<string?> LookAsync(object question, TimeSpan takes = default) => _readings.LookAsync(question, () =>
    {
        _clock.Advance(takes);
        _taken[question] = _taken.GetValueOrDefault(question) + 1;
        return Task.FromResult($"{question} {_taken[question]}");
    });
}
