using System.Runtime.ExceptionServices;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>
/// Reports that take long, cached by question for all who ask the same. One is computed at a time, and after it there is a pause
/// in proportion to its cost, so however many pages are open and whatever they ask, they cost the engine a bounded share of its
/// time. Nobody waits long: what is not there yet is there when the page asks again.
/// </summary>
internal sealed class CachedReports(TimeProvider time)
{
    /// <summary>Questions that are kept: enough for fifty open pages with four or five of their own.</summary>
    public const int Room = 256;

    /// <summary>Pause before the next new question, as a multiple of the time that a new one took: a quarter of one processor.</summary>
    public const int RestForNew = 3;

    /// <summary>Pause before a question is read again, as a multiple of the time that this took: a fiftieth of one processor.</summary>
    public const int RestForKnown = 50;

    /// <summary>A question that was asked within this time is on an open page, which asks every second.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(10);

    /// <summary>What nobody has asked for so long is forgotten: it would be news of another day.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>How long a look waits; a page opens within one second.</summary>
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxFailureRest = TimeSpan.FromSeconds(5); // most of a failure is waiting, which costs nothing
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500); // short pauses are merged

    private readonly Lock _gate = new();
    private readonly Dictionary<object, Entry> _kept = [];
    private Entry? _reading;
    private TimeSpan _newAfter;
    private TimeSpan _knownAfter;
    private long _turns;

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>
    /// The last answer, which is read anew where it is time to; null while there is none yet. If the last reading failed,
    /// looking fails as it did, until one succeeds.
    /// </summary>
    /// <param name="question">Equal for those who ask the same.</param>
    /// <param name="read">Takes the reading. Of several who ask, the last one's is used.</param>
    /// <param name="fresh">How old an answer may always be; half a second unless told.</param>
    public async Task<T?> LookAsync<T>(object question, Func<Task<T>> read, TimeSpan? fresh = null)
        where T : class
    {
        Entry entry;
        Task? coming;
        lock (_gate)
        {
            var now = Now;
            if (Find(question, now) is not { } found)
            {
                return null;
            }

            entry = found;
            (entry.AskedAt, entry.Fresh, entry.Read) = (now, fresh ?? Often, async () => await read());
            coming = IsComing(entry, now) ? entry.Done.Task : null;
            if (_reading is null && Next(now) is { } next)
            {
                _reading = next;

                // Not under the lock, and of nobody's request: whose look begins it has no more to do with it than the others.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(ReadOnAsync);
                }
            }
        }

        if (coming is not null)
        {
            await coming.WaitAsync(WaitTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            entry.Failure?.Throw();
            return (T?)entry.Answer;
        }
    }

    /// <summary>A place for a question; none while every place is taken by one that is on an open page, or whose pause has not ended.</summary>
    private Entry? Find(object question, TimeSpan now)
    {
        Leave(Left(now - Forgotten));
        if (_kept.TryGetValue(question, out var known))
        {
            return known;
        }

        if (_kept.Count >= Room)
        {
            Leave(Left(now - Open).Take(1));
        }

        return _kept.Count >= Room ? null : _kept[question] = new() { Turn = ++_turns };

        IEnumerable<object> Left(TimeSpan since) => _kept
            .Where(one => one.Value != _reading && one.Value.AskedAt < since && one.Value.RestedAt <= now)
            .OrderBy(one => one.Value.AskedAt).Select(one => one.Key);

        void Leave(IEnumerable<object> questions)
        {
            foreach (var one in questions.ToList())
            {
                _kept.Remove(one);
            }
        }
    }

    /// <summary>Whether waiting is worthwhile: not if there is an answer and the last read took longer than the timeout.</summary>
    private bool IsComing(Entry entry, TimeSpan now) =>
        (entry == _reading || IsDue(entry, now)) && (entry.Answer is null || entry.Took <= WaitTimeout);

    private bool IsDue(Entry entry, TimeSpan now) =>
        now >= entry.RestedAt && now >= (entry.Answer is null ? _newAfter : _knownAfter) - Slack;

    /// <summary>What to read now, of all that is on open pages: first what nobody has an answer to, then what was read longest ago.</summary>
    private Entry? Next(TimeSpan now) => _kept.Values
        .Where(entry => now - entry.AskedAt <= Open && IsDue(entry, now))
        .OrderBy(entry => entry.Answer is not null).ThenBy(entry => entry.Turn).FirstOrDefault();

    private async Task ReadOnAsync()
    {
        while (_reading is { } entry)
        {
            var began = Now;
            object? answer = null;
            ExceptionDispatchInfo? failure = null;
            try
            {
                answer = await entry.Read();
            }
            catch (Exception e)
            {
                // Whatever it is, it is told to those who look; the loop goes on.
                failure = ExceptionDispatchInfo.Capture(e);
            }

            lock (_gate)
            {
                var now = Now;
                Rest(entry, now, now - began, failure is not null);
                (entry.Answer, entry.Failure, entry.Took, entry.Turn) = (answer, failure, now - began, ++_turns);
                entry.Done.SetResult();
                entry.Done = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _reading = Next(now);
            }
        }
    }

    /// <summary>Every question pauses in proportion to its own cost, and all new and all known ones in proportion to that of the one before.</summary>
    private void Rest(Entry entry, TimeSpan now, TimeSpan took, bool failed)
    {
        if (failed)
        {
            var again = Shorter(took * RestForNew, MaxFailureRest);
            (entry.RestedAt, _newAfter) = (now + Longer(entry.Fresh, again), Longer(_newAfter, now) + again);
            return;
        }

        entry.RestedAt = now + Longer(entry.Fresh, took * RestForKnown);
        if (entry.Answer is null)
        {
            _newAfter = Longer(_newAfter, now) + (took * RestForNew);
        }
        else
        {
            _knownAfter = Longer(_knownAfter, now) + (took * RestForKnown);
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class Entry
    {
        public Func<Task<object>> Read { get; set; } = null!;

        public object? Answer { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public TimeSpan Took { get; set; }

        public TimeSpan Fresh { get; set; }

        public TimeSpan AskedAt { get; set; }

        /// <summary>When it may be read again for its own part.</summary>
        public TimeSpan RestedAt { get; set; } = TimeSpan.MinValue;

        /// <summary>Lower for what has waited longer.</summary>
        public long Turn { get; set; }

        /// <summary>Complete with the reading under way, or the next one.</summary>
        public TaskCompletionSource Done { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
