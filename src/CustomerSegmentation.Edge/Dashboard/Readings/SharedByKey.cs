namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>
/// A <see cref="Shared{T}"/> for each of the things that somebody looks at now. All of them together take no greater share of the time
/// than one alone; those nobody has asked for lately are forgotten, and there are never more than there is room for.
/// </summary>
/// <param name="take">Takes a reading.</param>
/// <param name="room">How many are kept at most; the one not asked for the longest makes room.</param>
/// <param name="least">How old an answer may always be.</param>
/// <param name="rest">How many times as long as taking it took the next one waits, if it is the only one.</param>
/// <param name="time">Measures.</param>
internal sealed class SharedByKey<TKey, T>(Func<TKey, Task<T>> take, int room, TimeSpan least, int rest, TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10); // an open page asks every second

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The answer for a key.</summary>
    public Task<T> GetAsync(TKey key)
    {
        Shared<T> shared;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            foreach (var (old, entry) in _entries)
            {
                if (time.GetElapsedTime(entry.AskedAt, now) > Forgotten)
                {
                    _entries.Remove(old);
                }
            }

            if (!_entries.TryGetValue(key, out var known))
            {
                if (_entries.Count == room)
                {
                    _entries.Remove(_entries.MinBy(entry => entry.Value.AskedAt).Key);
                }

                known = new(new(() => take(key), least, rest, time));
                _entries.Add(key, known);
            }

            known.AskedAt = now;
            shared = known.Shared;
            shared.Among = _entries.Count;
        }

        return shared.GetAsync();
    }

    private sealed class Entry(Shared<T> shared)
    {
        public Shared<T> Shared { get; } = shared;

        public long AskedAt { get; set; }
    }
}
