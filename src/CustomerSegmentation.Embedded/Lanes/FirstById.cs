namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>The first so many customers after an id, by id, out of all that are offered in any order.</summary>
internal sealed class FirstById<T>(string after, int most)
{
    private readonly PriorityQueue<T, string> _last = new(Comparer<string>.Create(static (a, b) => CompareBytes(b, a)));

    /// <summary>Whether a customer is among them, so far.</summary>
    public bool MayTake(string id) =>
        CompareBytes(id, after) > 0 && (_last.Count < most || (_last.TryPeek(out _, out var last) && CompareBytes(id, last) < 0));

    /// <summary>Takes a customer who is, and drops the last one for whom there is no place any more.</summary>
    public void Take(string id, T what)
    {
        _last.Enqueue(what, id);
        if (_last.Count > most)
        {
            _last.Dequeue();
        }
    }

    /// <summary>Those who were taken, by id.</summary>
    public List<(string Id, T What)> ToList()
    {
        var all = new List<(string, T)>(_last.Count);
        while (_last.TryDequeue(out var what, out var id))
        {
            all.Add((id, what));
        }

        all.Reverse();
        return all;
    }

    /// <summary>
    /// Compares by the bytes of UTF-8, as databases do. Those of UTF-16 differ in one thing: characters beyond the first
    /// 65,536 are pairs of units that lie below the last 8,192 of these.
    /// </summary>
    internal static int CompareBytes(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length - b.Length;
        }

        var (x, y) = (a[common], b[common]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x - y : char.IsSurrogate(x) ? 1 : -1;
    }
}
