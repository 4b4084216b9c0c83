using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Embedded.Models;

/// <summary>Keeps, publishes and names models, one change at a time; readers see the registry before it or after it.</summary>
internal sealed class ModelPublisher(
    ModelRegistry registry,
    IReadOnlyList<CustomerLane> lanes,
    Committer committer,
    LaneClock clock,
    EventStream? stream,
    LastFit? lastFit,
    ILogger log) : IModels, IDisposable
{
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private volatile ModelRegistry _registry = registry;
    private volatile LastFit? _lastFit = lastFit;

    /// <summary>Complete once no proposal is being made: it is compared with the model that was in force when it came about.</summary>
    public Func<Task> Proposed { get; set; } = () => Task.CompletedTask;

    /// <inheritdoc/>
    public ModelRegistry Registry => _registry;

    /// <inheritdoc/>
    public LastFit? LastFit => _lastFit;

    /// <inheritdoc/>
    public async Task<ModelRecord> ProposeAsync(ModelRecord candidate)
    {
        await _oneChange.WaitAsync();
        try
        {
            var before = _registry;
            await committer.WriteAsync(writer =>
            {
                writer.Save(candidate);
                foreach (var segment in before.NewIn(candidate))
                {
                    writer.Save(segment);
                }
            });
            _registry = before.With(candidate);
            return candidate;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <inheritdoc/>
    public Task<ModelRecord?> PublishAsync(int version, DateTimeOffset? at = null) =>
        at is null && stream is not null
            ? stream.BetweenEventsAsync(async () =>
            {
                await Proposed();
                return await PublishNowAsync(version, clock.Now);
            })
            : PublishNowAsync(version, at ?? clock.Now);

    private async Task<ModelRecord?> PublishNowAsync(int version, DateTimeOffset at)
    {
        await _oneChange.WaitAsync();
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (_registry.PublicationOf(version, at) is not { } publication)
            {
                return null;
            }

            await committer.WriteAsync(writer => writer.Save(publication));
            // Under the old model time passes for everyone until the publication; from then on the new one answers.
            await Sweep.AllAsync(lanes, publication.At);
            var next = _registry.With(publication);
            await AdoptAsync(next.Terms);
            _registry = next;
            var moved = await Sweep.AllAsync(lanes, publication.At);
            log.Published(version, moved, Stopwatch.GetElapsedTime(started));
            if (_lastFit?.ApprovedBy(version) is { } approved)
            {
                Note(approved);
            }

            return _registry.Versions[version];
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
            if (!_registry.Directory.TryGetValue(segmentId, out var known))
            {
                return null;
            }

            var edited = edit.Of(known);
            await committer.WriteAsync(writer => writer.Save(edited));
            _registry = _registry.With(edited);
            return edited;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <inheritdoc/>
    public void Note(LastFit fit)
    {
        _lastFit = fit;

        // Nobody waits for it: a refusal can be told while storage fails.
        _ = committer.WriteAsync(writer => writer.Save(fit));
    }

    /// <inheritdoc/>
    public void Dispose() => _oneChange.Dispose();

    /// <summary>Complete when every lane, and so every read, has the terms.</summary>
    private Task<bool[]> AdoptAsync(AssignmentTerms terms) =>
        Task.WhenAll(lanes.Select(lane => lane.AskAsync(owner =>
        {
            owner.Adopt(terms);
            return true;
        })));
}
