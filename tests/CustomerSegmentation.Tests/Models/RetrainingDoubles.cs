using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering.Numerics;
using CustomerSegmentation.Models.Identity;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Tests.Models;

/// <summary>Models in memory.</summary>
internal sealed class ModelsInMemory(EngineOptions options) : IModels
{
    public ModelRegistry Registry { get; private set; } = ModelRegistry.Of(options);

    public LastFit? LastFit { get; private set; }

    /// <summary>Complete when candidates may be kept.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    public async Task<ModelRecord> ProposeAsync(ModelRecord candidate)
    {
        await Open;
        Registry = Registry.With(candidate);
        return candidate;
    }

    public Task<ModelRecord?> PublishAsync(int version, DateTimeOffset? at = null)
    {
        var publication = new Publication(Registry.Versions[version].Model, Registry.Terms.Publication.Ordinal + 1, at ?? new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        Registry = Registry.With(publication);
        return Task.FromResult<ModelRecord?>(Registry.InForce);
    }

    public void Note(LastFit fit) => LastFit = fit;
}

/// <summary>120 customers of five kinds, each in the segment of whatever model is in force when they are asked.</summary>
internal sealed class MadeUpPopulation(IModels models) : IPopulation
{
    private Population _all = OfFiveKinds(shift: 0);

    /// <summary>Whether everybody has come to buy ten times as much.</summary>
    public void Shift() => _all = OfFiveKinds(shift: 1);

    /// <summary>Complete when the customers may be asked.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>How often everybody was asked.</summary>
    public int Questions { get; private set; }

    /// <summary>Happens once, when the next comparison begins.</summary>
    public Func<Task>? WhenCompared { get; set; }

    public Task<DateTimeOffset?> FirstPurchaseAsync() => Task.FromResult<DateTimeOffset?>(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public async Task<PopulationSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken cancellation = default)
    {
        Questions++;
        await Open;
        return new(_all, new string?[_all.Customers]);
    }

    public async Task<MembershipOverlap> OverlapAsync(
        SegmentModel inForce, SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation = default)
    {
        if (WhenCompared is { } happens)
        {
            WhenCompared = null;
            await happens();
        }

        var now = models.Registry.Terms.Model;
        return new(
            inForce.Segments.Select(segment => segment.Id),
            candidate.Segments.Count,
            Enumerable.Range(0, _all.Customers).Select(i =>
            {
                var (recency, frequency, monetary) = (_all.RecencyDays[i], _all.Frequency[i], _all.Monetary[i]);
                var segment = now.Segments[now.Assign(recency, frequency, monetary)].Id;
                return new OverlapCell(segment, candidate.Assign(recency, frequency, monetary), 1, monetary);
            }));
    }

    private static Population OfFiveKinds(int shift)
    {
        var random = new SeededRandom(1);
        double[] Around(params double[] middles) =>
            [.. Enumerable.Range(0, 120).Select(i => middles[i % 5] * (0.9 + (0.2 * random.NextDouble())))];
        return new(Around(2, 2, 30, 100, 300), Around(40, 2, 10, 10, 2), [.. Around(2_000, 20, 300, 2_000, 20).Select(amount => shift == 0 ? amount : 10 * amount)]);
    }
}
