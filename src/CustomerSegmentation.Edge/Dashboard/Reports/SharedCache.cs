namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>
/// One answer for all who look, whoever asked first: taken anew when it is old, once at a time, and never so often that taking it
/// takes more than a small share of the time. So a hundred open pages cost the engine what one costs. For what is there in no time:
/// an old answer is waited for. What takes longer is a <see cref="CachedReports"/>.
/// </summary>
/// <param name="take">Takes the reading.</param>
/// <param name="least">How old an answer may always be.</param>
/// <param name="rest">How many times as long as taking it took the next one waits.</param>
/// <param name="time">Measures how long taking takes.</param>
internal sealed class SharedCache<T>(Func<Task<T>> take, TimeSpan least, int rest, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<T>? _current;
    private long _startedAt;
    private TimeSpan _took;

    /// <summary>The answer. One that is old is waited for, one that failed is asked for again.</summary>
    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            if (_current is null || _current.IsFaulted || (_current.IsCompleted && time.GetElapsedTime(_startedAt) >= Longest(least, _took * rest)))
            {
                _startedAt = time.GetTimestamp();
                _current = TakeAsync();
            }

            return _current;
        }
    }

    private static TimeSpan Longest(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private async Task<T> TakeAsync()
    {
        var began = time.GetTimestamp();

        // Not under the lock: an engine may begin its answer on the thread that asks.
        await Task.Yield();
        try
        {
            return await take();
        }
        finally
        {
            _took = time.GetElapsedTime(began);
        }
    }
}
