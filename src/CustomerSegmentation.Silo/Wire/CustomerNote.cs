using CustomerSegmentation.Customers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Wire;

/// <summary>
/// What a customer tells their shard once it is in their own storage: where they stand, and the migrations that are not on
/// record yet. Telling it twice changes nothing. Times are UTC ticks.
/// </summary>
[GenerateSerializer, Immutable, Alias("customer-note")]
internal sealed class CustomerNote
{
    /// <summary>How many times the customer's state was written; of two notes the one with the higher version is true.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>Id of the segment; null for none.</summary>
    [Id(1)] public string? Segment { get; init; }

    [Id(2)] public long Since { get; init; }

    [Id(3)] public MigrationCause Cause { get; init; }

    [Id(4)] public int Sequence { get; init; }

    [Id(5)] public int Publication { get; init; }

    [Id(6)] public long Due { get; init; }

    [Id(7)] public int Frequency { get; init; }

    [Id(8)] public decimal Monetary { get; init; }

    [Id(9)] public long Newest { get; init; }

    [Id(10)] public long Oldest { get; init; }

    /// <summary>The first purchase ever; <see cref="long.MaxValue"/> when only refunds are known.</summary>
    [Id(11)] public long FirstPurchase { get; init; }

    [Id(12)] public int Events { get; init; }

    /// <summary>Migrations that the shard has not confirmed yet, oldest first.</summary>
    [Id(13)] public Migration[] Migrations { get; init; } = [];

    /// <summary>When the first event happened, of a customer who was in no segment after it; else null.</summary>
    [Id(14)] public long? HeardAt { get; init; }

    /// <summary>When the engine knew of that.</summary>
    [Id(15)] public long HeardRecordedAt { get; init; }

    /// <summary>The newest and the oldest moment that the events behind this note speak of; null where none led to it.</summary>
    [Id(16)] public long? NewestEvent { get; init; }

    [Id(17)] public long? OldestEvent { get; init; }

    /// <summary>Where the customer stands.</summary>
    public Standing Standing => new()
    {
        Segment = Segment,
        Since = Since,
        Cause = Cause,
        Sequence = Sequence,
        Publication = Publication,
        Due = Due,
        Frequency = Frequency,
        Monetary = Monetary,
        Newest = Newest,
    };
}
