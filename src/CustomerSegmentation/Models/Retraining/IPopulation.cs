using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>Everybody, as far as fitting a model must know them: wherever a host keeps its customers.</summary>
public interface IPopulation
{
    /// <summary>The first purchase of any customer; null when there is none.</summary>
    Task<DateTimeOffset?> FirstPurchaseAsync();

    /// <summary>What a model is fitted to: everyone with an order that counts, as of a moment not before the newest event, in any order.</summary>
    Task<PopulationSnapshot> SnapshotAsync(DateTimeOffset at, CancellationToken cancellation = default);

    /// <summary>Who is in which segment at a moment, and would be in which cluster of another model.</summary>
    /// <param name="inForce">The model whose segments they are in.</param>
    /// <param name="candidate">The other one.</param>
    /// <param name="at">The moment.</param>
    /// <param name="cancellation">Of whoever wants to know.</param>
    Task<MembershipOverlap> OverlapAsync(
        SegmentModel inForce, SegmentModel candidate, DateTimeOffset at, CancellationToken cancellation = default);
}
