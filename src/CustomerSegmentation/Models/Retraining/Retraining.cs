using System.Diagnostics;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>
/// Fits candidates, one at a time, and publishes those that may go out. Another model may be published meanwhile; the
/// lineage of a candidate says against which it was made.
/// </summary>
/// <param name="models">Where candidates are kept and published.</param>
/// <param name="population">Whom they are fitted to.</param>
/// <param name="options">Of the engine.</param>
/// <param name="watch">Hears of every fit.</param>
public sealed class Retraining(IModels models, IPopulation population, EngineOptions options, IRetrainingObserver watch)
    : IDisposable
{
    private readonly SemaphoreSlim _oneFit = new(1, 1);

    /// <summary>
    /// Fits a candidate to the customers of a moment, and publishes it if whoever asked wants it, or if nobody asked
    /// and it may go out alone. Whatever comes of it is noted.
    /// </summary>
    /// <param name="request">How.</param>
    /// <param name="trigger">What for.</param>
    /// <param name="at">The moment.</param>
    /// <param name="cancellation">Of whoever waits.</param>
    /// <param name="everyone">The customers of the moment, if events have gone on since; null if those there are are they.</param>
    /// <exception cref="FitRefusedException">The customers or the request do not allow it.</exception>
    public async Task<FitOutcome> FitAsync(
        FitRequest request,
        FitTrigger trigger,
        DateTimeOffset at,
        CancellationToken cancellation,
        PopulationSnapshot? everyone = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var outcome = await FitCandidateAsync(request, trigger, at, everyone, cancellation);
            var publish = trigger == FitTrigger.Asked
                ? request.Publish
                : options.Refit.Publish == RefitPublish.Auto && outcome.Model.PassesGates;

            // A replay must publish when the live engine did; otherwise people move when they are moved, not when the
            // fit began.
            DateTimeOffset? from = options.Clock == EngineClock.Event && trigger != FitTrigger.Asked ? at : null;
            if (publish && await models.PublishAsync(outcome.Model.Model.Version, from) is { } published)
            {
                outcome = outcome with { Model = published };
            }

            Note(LastFit.Of(outcome, trigger, at, publish), failure: null);
            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Note(LastFit.Of(e, trigger, at), e is FitRefusedException ? null : e);
            throw;
        }
    }

    /// <summary>What publishing a version at a moment would do; null when there is no such version.</summary>
    public async Task<PublishPreview?> PreviewAsync(int version, DateTimeOffset at)
    {
        if (!models.Registry.Versions.TryGetValue(version, out var record))
        {
            return null;
        }

        var (_, overlap) = await CompareAsync(record.Model, at, CancellationToken.None);
        return PublishPreview.Of(overlap, record.Model);
    }

    /// <inheritdoc/>
    public void Dispose() => _oneFit.Dispose();

    private async Task<FitOutcome> FitCandidateAsync(
        FitRequest request, FitTrigger trigger, DateTimeOffset at, PopulationSnapshot? everyone, CancellationToken cancellation)
    {
        await _oneFit.WaitAsync(cancellation);
        try
        {
            var started = Stopwatch.GetTimestamp();
            var registry = models.Registry;
            if (trigger != FitTrigger.Asked && registry.InForce.Model is RuleModel)
            {
                new RefitCalendar(options.Refit).RequireHistory(await population.FirstPurchaseAsync(), at);
            }

            // What takes the processor for long runs beside whoever asked: a grain answers others meanwhile.
            var gathered = everyone ?? await population.SnapshotAsync(at, cancellation);
            var (customers, fitted) = await Task.Run(
                () =>
                {
                    var inOrder = gathered.Columns.InOrder(); // so that it does not matter to a fit where the customers lie
                    return (inOrder, FittedModel.Of(
                        inOrder,
                        request,
                        registry.NextVersion,
                        registry.NextSegmentNumber,
                        options.MinimumCustomersToFit,
                        registry.InForce.Model,
                        cancellation: cancellation));
                },
                cancellation);
            var (inForce, overlap) = everyone is null
                ? await CompareAsync(fitted.Model, at, cancellation)
                : (registry.InForce, await Task.Run(() => everyone.Overlap(registry.Terms.Model, fitted.Model), cancellation));
            cancellation.ThrowIfCancellationRequested(); // from here on it is kept, and nobody ends that half-way
            var outcome = Proposal.Of(
                fitted, customers, overlap, inForce, models.Registry.Directory, registry.NextSegmentNumber, options.Refit.Gates, at);
            var kept = await models.ProposeAsync(outcome.Model with { Trigger = trigger });
            watch.Fitted(fitted.Model.Version, fitted.Report.K, customers.Customers, Stopwatch.GetElapsedTime(started));
            return outcome with { Model = kept };
        }
        finally
        {
            _oneFit.Release();
        }
    }

    /// <summary>
    /// The model in force, and how the candidate deals its members anew. If another one is published while they are
    /// asked, they are asked again: identity passes on from one model, not from two halves.
    /// </summary>
    private async Task<(ModelRecord InForce, MembershipOverlap Overlap)> CompareAsync(
        SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation)
    {
        while (true)
        {
            var registry = models.Registry;
            var overlap = await population.OverlapAsync(registry.Terms.Model, candidate, at, cancellation);
            if (models.Registry.Terms.Publication.Ordinal == registry.Terms.Publication.Ordinal)
            {
                return (registry.InForce, overlap);
            }
        }
    }

    private void Note(LastFit fit, Exception? failure)
    {
        watch.FitEnded(fit, failure);
        models.Note(fit);
    }
}
