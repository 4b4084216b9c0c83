using System.Collections.Concurrent;

namespace CustomerSegmentation.Engine;

/// <summary>
/// A small number for every segment id this process has met, so that columns hold two bytes a customer. Another process
/// may give other numbers: only ids travel. Any thread.
/// </summary>
public sealed class SegmentOrdinals
{
    /// <summary>In no segment.</summary>
    public const short None = -1;

    private readonly ConcurrentDictionary<string, short> _ordinals = new(StringComparer.Ordinal);
    private readonly Lock _growing = new();

    /// <summary>The ids by their ordinal.</summary>
    public IReadOnlyList<string> Ids => [.. _ordinals.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    /// <summary>The ordinal of a segment id; <see cref="None"/> for null.</summary>
    public short Of(string? id)
    {
        if (id is null)
        {
            return None;
        }

        if (_ordinals.TryGetValue(id, out var ordinal))
        {
            return ordinal;
        }

        lock (_growing)
        {
            return _ordinals.GetOrAdd(id, checked((short)_ordinals.Count));
        }
    }
}
