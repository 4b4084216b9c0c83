using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded.Models;

/// <summary>Fits, publishes and names models, one change at a time; readers see the shelf before it or after it.</summary>
internal sealed class ModelRoom(
    ModelShelf shelf,
    EngineOptions options,
    IReadOnlyList<CustomerLane> lanes,
    LanePopulation population,
    Committer committer,
    LaneClock clock,
    ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private volatile ModelShelf _shelf = shelf;

    /// <summary>The models and names of now.</summary>
    public ModelShelf Shelf => _shelf;

    /// <summary>Fits a candidate to the customers of now.</summary>
    public async Task<FitOutcome> FitAsync(FitRequest request, CancellationToken cancellation)
    {
        await _oneChange.WaitAsync(cancellation);
        FitOutcome outcome;
        try
        {
            outcome = await FitCandidateAsync(request, cancellation);
        }
        finally
        {
            _oneChange.Release();
        }

        return request.Publish && await PublishAsync(outcome.Model.Model.Version) is { } published
            ? outcome with { Model = published }
            : outcome;
    }

    /// <summary>Puts a version in force and reassigns everyone; null when there is no such version.</summary>
    public async Task<ModelRecord?> PublishAsync(int version)
    {
        await _oneChange.WaitAsync();
        try
        {
            if (!_shelf.Versions.TryGetValue(version, out var record))
            {
                return null;
            }

            var started = Stopwatch.GetTimestamp();
            var publication = new Publication(record.Model, _shelf.Terms.Publication.Ordinal + 1, clock.Now);
            await committer.WriteAsync(writer => writer.Save(publication));
            // Under the old model time passes for everyone until the publication; from then on the new one answers.
            await Sweep.AllAsync(lanes, publication.At);
            var next = _shelf.With(publication);
            await AdoptAsync(next.Terms);
            _shelf = next;
            var moved = await Sweep.AllAsync(lanes, publication.At);
            log.Published(version, moved, Stopwatch.GetElapsedTime(started));
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

    private async Task<FitOutcome> FitCandidateAsync(FitRequest request, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var now = clock.Now;
        var customers = await population.FitColumnsAsync(now);
        var fitted = await Task.Run(
            () => FittedModel.Of(
                customers,
                request,
                _shelf.NextVersion,
                _shelf.NextSegmentNumber,
                options.MinimumCustomersToFit,
                cancellation: cancellation),
            cancellation);
        var record = new ModelRecord(
            fitted.Model, fitted.Algorithm, FittedAt: now, PublishedAt: null, ModelStatus.Candidate, fitted.Report);
        var preview = await population.PreviewAsync(fitted.Model, now);
        await committer.WriteAsync(writer =>
        {
            writer.Save(record);
            foreach (var segment in fitted.Model.Segments)
            {
                writer.Save(segment);
            }
        });
        _shelf = _shelf.With(record);
        log.Fitted(fitted.Model.Version, fitted.Report.K, customers.Customers, Stopwatch.GetElapsedTime(started));
        return new(record, preview);
    }

    /// <summary>Complete when every lane, and so every read, has the terms.</summary>
    private Task<bool[]> AdoptAsync(AssignmentTerms terms) =>
        Task.WhenAll(lanes.Select(lane => lane.AskAsync(owner =>
        {
            owner.Adopt(terms);
            return true;
        })));
}
