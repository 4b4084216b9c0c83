using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>Which migrations to list. What is left out does not restrict.</summary>
[GenerateSerializer, Immutable, Alias("segmentation.migration-query")]
public sealed record MigrationQuery
{
    /// <summary>The largest <see cref="PageSize"/>.</summary>
    public const int LargestPage = 1_000;

    /// <summary>Only this customer's.</summary>
    [Id(0)] public string? CustomerId { get; init; }

    /// <summary>Effective at or after.</summary>
    [Id(1)] public DateTimeOffset? From { get; init; }

    /// <summary>Effective before; not before <see cref="From"/>.</summary>
    [Id(2)] public DateTimeOffset? To { get; init; }

    /// <summary>Only of this cause.</summary>
    [Id(3)] public MigrationCause? Cause { get; init; }

    /// <summary>How many are fetched at a time, 1 to <see cref="LargestPage"/>: nothing that the list itself shows.</summary>
    [Id(4)] public int PageSize { get; init; } = 500;
}

/// <summary>A part of a list of migrations, as <see cref="ISegmentationGrain"/> hands it over.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">What to ask for the next part with; opaque, and null on the last one.</param>
[GenerateSerializer, Immutable, Alias("segmentation.migration-page")]
public sealed record MigrationPage([property: Id(0)] IReadOnlyList<Migration> Items, [property: Id(1)] string? Next);
