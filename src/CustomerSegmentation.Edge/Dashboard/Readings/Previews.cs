using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>
/// What publishing a version would do, counted once for all who look. Counting looks at everybody, so with very many
/// customers a page does not wait for it, and it rests a hundred times as long as it took.
/// </summary>
internal sealed class Previews(ISegmentationEngine engine, TimeProvider time)
{
    private const int Most = 8;

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400); // a page opens within one second

    private readonly Lock _gate = new();
    private readonly List<Kept> _kept = [];

    /// <summary>The preview of a version; null while it is being counted for the first time.</summary>
    /// <param name="version">Which.</param>
    /// <param name="inForce">The model that it would replace: another one, another preview.</param>
    public async Task<VersionPreview?> FindAsync(int version, ModelRecord inForce)
    {
        var kept = Of((version, inForce.Model.Version, inForce.PublishedAt));
        var counting = kept.Counted.GetAsync();
        if (!counting.IsCompleted && kept.Last is null)
        {
            await Task.WhenAny(counting, Task.Delay(Patience, time));
        }

        if (counting.IsCompleted)
        {
            kept.Last = await counting;
        }

        return kept.Last;
    }

    /// <summary>The one that was asked for longest ago makes room.</summary>
    private Kept Of((int Version, int InForce, DateTimeOffset? Since) key)
    {
        lock (_gate)
        {
            var kept = _kept.Find(one => one.Key == key) ?? new(key, new(() => CountAsync(key.Version), Often, rest: 100, time));
            _kept.Remove(kept);
            _kept.Add(kept);
            _kept.RemoveRange(0, Math.Max(0, _kept.Count - Most));
            return kept;
        }
    }

    private async Task<VersionPreview?> CountAsync(int version)
    {
        var now = engine.Now;
        return await engine.PreviewAsync(version) is { } preview ? new(now, preview) : null;
    }

    private sealed class Kept((int, int, DateTimeOffset?) key, Shared<VersionPreview?> counted)
    {
        private volatile VersionPreview? _last;

        public (int Version, int InForce, DateTimeOffset? Since) Key { get; } = key;

        public Shared<VersionPreview?> Counted { get; } = counted;

        public VersionPreview? Last
        {
            get => _last;
            set => _last = value;
        }
    }
}

/// <summary>Who would move, as of a moment.</summary>
public sealed record VersionPreview(DateTimeOffset AsOf, PublishPreview Preview);
