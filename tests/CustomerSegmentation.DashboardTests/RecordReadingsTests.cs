using CustomerSegmentation.Edge.Dashboard.Readings;

namespace CustomerSegmentation.DashboardTests;

/// <summary>The record is read for one question at a time, and nobody waits long for it.</summary>
public sealed class RecordReadingsTests
{
    private readonly RecordReadings _readings = new(TimeProvider.System);
    private int _taken;

    [Fact]
    public async Task A_hundred_who_ask_the_same_cost_one_reading()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _readings.AskAsync(("matrix", 1), TakeAsync)));
        answers.ShouldAllBe(answer => answer == "1");
        _taken.ShouldBe(1);
    }

    [Fact]
    public async Task Who_asks_while_it_takes_long_is_told_nothing_yet_and_later_the_answer()
    {
        var gate = new TaskCompletionSource<string>();
        (await _readings.AskAsync("slow", () => gate.Task)).ShouldBeNull();
        var other = _readings.AskAsync("other", TakeAsync);
        (await other).ShouldBeNull(); // one at a time
        _taken.ShouldBe(0);
        gate.SetResult("done");
        await Eventually.TrueAsync(async () => await _readings.AskAsync("slow", () => gate.Task) == "done", "the answer");
        await Eventually.TrueAsync(async () => await _readings.AskAsync("other", TakeAsync) is not null, "the other one");
    }

    [Fact]
    public async Task A_reading_that_fails_is_a_failure_of_who_asks_and_is_tried_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _readings.AskAsync<string>("fails", () => throw new IOException("away")));
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await _readings.AskAsync("fails", TakeAsync) == "1";
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            },
            "the next reading");
    }

    [Fact]
    public async Task Of_more_questions_than_are_kept_the_oldest_makes_room()
    {
        for (var question = 0; question <= RecordReadings.Most; question++)
        {
            (await _readings.AskAsync(question, TakeAsync)).ShouldNotBeNull();
        }

        _taken.ShouldBe(RecordReadings.Most + 1);
        await _readings.AskAsync(0, TakeAsync);
        _taken.ShouldBe(RecordReadings.Most + 2);
    }

    private Task<string> TakeAsync() => Task.FromResult(Interlocked.Increment(ref _taken).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
