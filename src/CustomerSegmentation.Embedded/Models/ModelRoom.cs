using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded.Models;

/// <summary>Fits, publishes and names models, one change at a time; readers see the shelf before it or after it.</summary>
internal sealed class ModelRoom(
    ModelShelf shelf,
    EngineOptions options,
    IReadOnlyList<CustomerLane> lanes,
    LanePopulation population,
    Committer committer,
    LaneClock clock,
    EngineMetrics metrics,
    LastFit? lastFit,
    ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private volatile ModelShelf _shelf = shelf;
    private volatile LastFit? _lastFit = lastFit;

    /// <summary>The models and names of now.</summary>
    public ModelShelf Shelf => _shelf;

    /// <summary>What became of the last fit; null before the first.</summary>
    public LastFit? LastFit => _lastFit;

    /// <summary>
    /// Fits a candidate to the customers of a moment, and publishes it if whoever asked wants it, or if nobody asked
    /// and it may go out alone. Whatever comes of it is noted.
    /// </summary>
    public async Task<FitOutcome> FitAsync(
        FitRequest request, FitTrigger trigger, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            var outcome = await FitCandidateAsync(request, trigger, at, cancellation);
            var publish = trigger == FitTrigger.Asked
                ? request.Publish
                : options.Refit.Publish == RefitPublish.Auto && outcome.Model.PassesGates;

            // A replay must publish when the live engine did; otherwise people move when they are moved, not when the
            // fit began.
            DateTimeOffset? from = clock.IsEvent && trigger != FitTrigger.Asked ? at : null;
            if (publish && await PublishAsync(outcome.Model.Model.Version, from) is { } published)
            {
                outcome = outcome with { Model = published };
            }

            Note(LastFit.Of(outcome, trigger, at, publish));
            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (e is not FitRefusedException)
            {
                log.FitFailed(e);
            }

            Note(LastFit.Of(e, trigger, at));
            throw;
        }
    }

    /// <summary>Puts a version in force and reassigns everyone; null when there is no such version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="at">From when on; null for now.</param>
    public async Task<ModelRecord?> PublishAsync(int version, DateTimeOffset? at = null)
    {
        await _oneChange.WaitAsync();
        try
        {
            if (!_shelf.Versions.TryGetValue(version, out var record))
            {
                return null;
            }

            var started = Stopwatch.GetTimestamp();
            var publication = new Publication(record.Model, _shelf.Terms.Publication.Ordinal + 1, at ?? clock.Now);
            await committer.WriteAsync(writer => writer.Save(publication));
            // Under the old model time passes for everyone until the publication; from then on the new one answers.
            await Sweep.AllAsync(lanes, publication.At);
            var next = _shelf.With(publication);
            await AdoptAsync(next.Terms);
            _shelf = next;
            var moved = await Sweep.AllAsync(lanes, publication.At);
            log.Published(version, moved, Stopwatch.GetElapsedTime(started));
            if (_lastFit is { } last && last.Version == version && last.Outcome != FitResult.Published)
            {
                Keep(last.Approved());
            }

            return _shelf.Versions[version];
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <summary>Changes a segment's wording; null when there is no such segment.</summary>
    public async Task<Segment?> EditAsync(string segmentId, SegmentEdit edit)
    {
        await _oneChange.WaitAsync();
        try
        {
            if (!_shelf.Directory.TryGetValue(segmentId, out var known))
            {
                return null;
            }

            var edited = known with
            {
                Name = edit.Name ?? known.Name,
                Description = edit.Description ?? known.Description,
                Action = edit.Action ?? known.Action,
            };
            await committer.WriteAsync(writer => writer.Save(edited));
            _shelf = _shelf.With(edited);
            return edited;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneChange.Dispose();

    private async Task<FitOutcome> FitCandidateAsync(
        FitRequest request, FitTrigger trigger, DateTimeOffset at, CancellationToken cancellation)
    {
        await _oneChange.WaitAsync(cancellation);
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (trigger != FitTrigger.Asked && _shelf.InForce.Model is RuleModel)
            {
                new RefitCalendar(options.Refit).RequireHistory(await population.FirstPurchaseAsync(), at);
            }

            // In order, so that it does not matter to a fit in which lanes the customers lie.
            var customers = (await population.FitColumnsAsync(at)).InOrder();
            var fitted = await Task.Run(
                () => FittedModel.Of(
                    customers,
                    request,
                    _shelf.NextVersion,
                    _shelf.NextSegmentNumber,
                    options.MinimumCustomersToFit,
                    _shelf.InForce.Model,
                    cancellation: cancellation),
                cancellation);
            var overlap = await population.OverlapAsync(_shelf.Terms.Model, fitted.Model, at);
            var outcome = Proposal.Of(
                fitted, customers, overlap, _shelf.InForce, _shelf.Directory, _shelf.NextSegmentNumber, options.Refit.Gates, at);
            await KeepAsync(outcome.Model);
            log.Fitted(fitted.Model.Version, fitted.Report.K, customers.Customers, Stopwatch.GetElapsedTime(started));
            return outcome;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    private async Task KeepAsync(ModelRecord candidate)
    {
        var before = _shelf;
        await committer.WriteAsync(writer =>
        {
            writer.Save(candidate);
            foreach (var segment in before.NewIn(candidate))
            {
                writer.Save(segment);
            }
        });
        _shelf = before.With(candidate);
    }

    private void Note(LastFit fit)
    {
        metrics.Count(fit);
        log.FitEnded(fit.Trigger, fit.Outcome, fit.Reason);
        Keep(fit);
    }

    private void Keep(LastFit fit)
    {
        _lastFit = fit;

        // Nobody waits for it: a refusal can be told while storage fails.
        _ = committer.WriteAsync(writer => writer.Save(fit));
    }

    /// <summary>Complete when every lane, and so every read, has the terms.</summary>
    private Task<bool[]> AdoptAsync(AssignmentTerms terms) =>
        Task.WhenAll(lanes.Select(lane => lane.AskAsync(owner =>
        {
            owner.Adopt(terms);
            return true;
        })));
}
