using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>What segments are called today, and the order to show them in: the model in force first, then newer before older.</summary>
internal sealed class SegmentNames
{
    private readonly IReadOnlyDictionary<string, Segment> _directory;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);

    private SegmentNames(IReadOnlyDictionary<string, Segment> directory, IEnumerable<ModelRecord> models)
    {
        _directory = directory;
        foreach (var segment in models.OrderByDescending(model => model.Status == ModelStatus.Published).SelectMany(model => model.Model.Segments))
        {
            _order.TryAdd(segment.Id, _order.Count);
        }
    }

    public static async Task<SegmentNames> OfAsync(ISegmentationEngine engine, CancellationToken cancellation) =>
        new(engine.SegmentDirectory, await engine.ModelsAsync(cancellation));

    /// <summary>Null for none.</summary>
    public string? this[string? id] => id is null ? null : _directory.TryGetValue(id, out var segment) ? segment.Name : id;

    /// <summary>Its place in the order; none comes last.</summary>
    public int Place(string? id) => id is null ? int.MaxValue : _order.GetValueOrDefault(id, int.MaxValue - 1);
}
