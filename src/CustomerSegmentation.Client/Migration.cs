using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>Why a customer changed segment.</summary>
public enum MigrationCause : byte
{
    /// <summary>The customer bought.</summary>
    Purchase = 0,

    /// <summary>The customer got money back.</summary>
    Refund = 1,

    /// <summary>Time passed: recency grew, an order left the rolling window, or a minimum dwell ended.</summary>
    Decay = 2,

    /// <summary>Another model was published, or other rules came into force: no behaviour of the customer's.</summary>
    Refit = 3,

    /// <summary>A late event changed the past; the change takes effect when it became known.</summary>
    Correction = 4,

    /// <summary>Over HTTP, one that this version of the client does not know; over the cluster that one arrives as its number.</summary>
    Other = 255,
}

/// <summary>One change of one customer's segment. Moments are in UTC.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Sequence">1 for the customer's first migration, then one more each time.</param>
/// <param name="From">The segment left; null when the customer was in none.</param>
/// <param name="To">The segment entered; null when the customer lapsed.</param>
/// <param name="Cause">Why.</param>
/// <param name="ModelVersion">The model that decided.</param>
/// <param name="EffectiveAt">When it became true. Never earlier than the customer's migration before it.</param>
/// <param name="RecordedAt">When the engine knew.</param>
/// <param name="EventId">The event behind it; null where there is none.</param>
/// <param name="Monetary">What the customer was worth at the move, in the reporting currency; null where that is not on record.</param>
[GenerateSerializer, Immutable, Alias("segmentation.migration")]
public sealed record Migration(
    [property: Id(0)] string CustomerId,
    [property: Id(1)] int Sequence,
    [property: Id(2)] SegmentName? From,
    [property: Id(3)] SegmentName? To,
    [property: Id(4)] MigrationCause Cause,
    [property: Id(5)] int ModelVersion,
    [property: Id(6)] DateTimeOffset EffectiveAt,
    [property: Id(7)] DateTimeOffset RecordedAt,
    [property: Id(8)] string? EventId,
    [property: Id(9)] decimal? Monetary);

/// <summary>A segment by its id and what it is called today.</summary>
/// <param name="Id">Outlives the model that made the segment.</param>
/// <param name="Name">What people call it today.</param>
[GenerateSerializer, Immutable, Alias("segmentation.segment-name")]
public sealed record SegmentName([property: Id(0)] string Id, [property: Id(1)] string Name);
