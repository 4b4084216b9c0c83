using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded;

/// <summary>Models: which there are, how they come about, and what their segments are called.</summary>
internal sealed partial class EmbeddedEngine
{
    /// <inheritdoc/>
    public Task<Segment?> EditSegmentAsync(
        string segmentId, SegmentEdit edit, CancellationToken cancellation = default) =>
        _models.EditAsync(segmentId, edit).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ModelRecord>>([.. _models.Registry.Versions.Values.Reverse()]);

    /// <inheritdoc/>
    public async Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation = default)
    {
        await _refits.ProposedAsync(cancellation);
        return await _retraining.FitAsync(request, FitTrigger.Asked, Now, cancellation);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> ConfirmClockAsync(CancellationToken cancellation = default)
    {
        var shown = _wall.Shown;
        await _committer.WriteAsync(writer => writer.SetMeta(Markers.WallClock, shown)).WaitAsync(cancellation);
        _wall.Confirm();
        return Now;
    }

    /// <inheritdoc/>
    public LastFit? LastFit => _models.LastFit;

    /// <inheritdoc/>
    public async Task<ModelRecord?> PublishAsync(int version, CancellationToken cancellation = default)
    {
        await _refits.ProposedAsync(cancellation);
        return await _models.PublishAsync(version).WaitAsync(cancellation);
    }
}
