namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>
/// What pages ask of the whole record, kept by question for all who ask the same. The record is read for one question at a time,
/// with a rest after each, so however many pages are open, they cost the engine a bounded share of its time. Nobody waits long:
/// a question that takes longer is answered when the page asks again.
/// </summary>
internal sealed class RecordReadings(TimeProvider time)
{
    /// <summary>Questions whose answers are kept; the one least lately asked makes room.</summary>
    public const int Most = 64;

    private const int RestAfterNew = 3; // times as long as the reading took: a quarter of the time of one processor
    private const int RestAfterAgain = 50;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<object, Entry> _kept = [];
    private Task _turn = Task.CompletedTask; // until the record may be read again
    private TimeSpan _again;

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>The answer; one that is old while it is read anew, and null while there is none yet.</summary>
    /// <param name="question">Equal for those who ask the same.</param>
    /// <param name="read">Reads the record.</param>
    public async Task<T?> AskAsync<T>(object question, Func<Task<T>> read)
        where T : class
    {
        Entry entry;
        Task? under;
        lock (_gate)
        {
            if (Find(question) is not { } found)
            {
                return null;
            }

            entry = found;
            entry.AskedAt = Now;
            if (entry.Reading is null && IsDue(entry))
            {
                var reading = ReadAsync(entry, read, _turn);
                entry.Reading = reading;
                _turn = RestAsync(reading);
            }

            under = entry.Reading;
        }

        if (under is not null)
        {
            await Task.WhenAny(under, Task.Delay(Patience, time));
        }

        lock (_gate)
        {
            return entry.Failure is { } failure && entry.Answer is null ? throw new InvalidOperationException("The record could not be read.", failure) : (T?)entry.Answer;
        }
    }

    private Entry? Find(object question)
    {
        if (_kept.TryGetValue(question, out var known))
        {
            return known;
        }

        if (_kept.Count >= Most)
        {
            if (_kept.Where(one => one.Value.Reading is null).OrderBy(one => one.Value.AskedAt).Select(one => one.Key).FirstOrDefault() is not { } oldest)
            {
                return null; // all of them are being read; whoever asks again gets a place
            }

            _kept.Remove(oldest);
        }

        return _kept[question] = new();
    }

    private bool IsDue(Entry entry) =>
        entry.TakenAt is not { } taken || (Now - taken >= Fresh && (entry.Failure is not null || Now >= _again));

    /// <summary>Reads in turn, and says how long to rest after it.</summary>
    private async Task<TimeSpan> ReadAsync<T>(Entry entry, Func<Task<T>> read, Task turn)
        where T : class
    {
        // Not under the lock.
        await Task.Yield();
        await turn;
        var began = Now;
        var isNew = entry.Answer is null;
        if (began - entry.AskedAt > Forgotten)
        {
            Done(entry, entry.Answer, entry.Failure, entry.TakenAt); // nobody waits for it any more
            return TimeSpan.Zero;
        }

        try
        {
            Done(entry, await read(), failure: null, Now);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Done(entry, entry.Answer, failure, Now);
        }

        var took = Now - began;
        lock (_gate)
        {
            _again = Now + (took * RestAfterAgain);
        }

        return isNew ? took * RestAfterNew : TimeSpan.Zero;
    }

    private void Done(Entry entry, object? answer, Exception? failure, TimeSpan? takenAt)
    {
        lock (_gate)
        {
            (entry.Answer, entry.Failure, entry.TakenAt, entry.Reading) = (answer, failure, takenAt, null);
        }
    }

    private async Task RestAsync(Task<TimeSpan> reading) => await Task.Delay(await reading, time);

    private sealed class Entry
    {
        public object? Answer { get; set; }

        public Exception? Failure { get; set; }

        public TimeSpan? TakenAt { get; set; }

        public TimeSpan AskedAt { get; set; }

        public Task? Reading { get; set; }
    }
}
