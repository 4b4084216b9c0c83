using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>Which outlook on segment sizes is asked for.</summary>
/// <param name="Days">How far ahead; days, ascending.</param>
/// <param name="Lookback">How much of the past the Markov chain learns from.</param>
/// <param name="Seed">Of its interval.</param>
public sealed record OutlookQuery(IReadOnlyList<int> Days, TimeSpan Lookback, ulong Seed = 1)
{
    /// <summary>30, 60 and 90 days ahead from the last 90.</summary>
    public static OutlookQuery Default { get; } = new([30, 60, 90], TimeSpan.FromDays(90));
}

/// <summary>How large segments will be: exactly, if nobody buys, and by what customers did lately.</summary>
/// <param name="AsOf">Now.</param>
/// <param name="ModelVersion">Of the model in force, which is taken to stay.</param>
/// <param name="Lookback">Since when moves are counted.</param>
/// <param name="Moves">How many there were, refits and first purchases left out.</param>
/// <param name="Horizons">One per moment asked about.</param>
public sealed record SegmentOutlook(
    DateTimeOffset AsOf, int ModelVersion, DateTimeOffset Lookback, long Moves, IReadOnlyList<OutlookHorizon> Horizons);

/// <summary>Segment sizes at one moment.</summary>
/// <param name="Days">From now.</param>
/// <param name="At">The moment.</param>
/// <param name="Segments">In the order of the model, the customers in no segment last.</param>
public sealed record OutlookHorizon(int Days, DateTimeOffset At, IReadOnlyList<SegmentForecast> Segments);

/// <summary>The size of one segment at a moment ahead. Customers who are not known yet are not in it.</summary>
/// <param name="Id">Null for the customers in no segment.</param>
/// <param name="Now">Customers now.</param>
/// <param name="IfNobodyBuys">Customers then if nobody buys: exact.</param>
/// <param name="Chain">Customers then by the Markov chain.</param>
public sealed record SegmentForecast(string? Id, long Now, long IfNobodyBuys, ExpectedSize Chain);
