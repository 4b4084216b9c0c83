using System.Globalization;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Which members of a segment to list, by their figures. All bounds are inclusive, and all of them must hold.</summary>
/// <param name="RecencyDays">Days since the newest counting order; whoever has none lies within no bounds.</param>
/// <param name="Frequency">Counting orders.</param>
/// <param name="Monetary">Sum of their values, in the reporting currency.</param>
public sealed record MemberFilter(Bounds RecencyDays, Bounds Frequency, Bounds Monetary)
{
    /// <summary>As the query calls the bounds.</summary>
    internal static readonly string[] Names =
        ["minRecencyDays", "maxRecencyDays", "minFrequency", "maxFrequency", "minMonetary", "maxMonetary"];

    /// <summary>Everybody.</summary>
    public static MemberFilter None { get; } = new(default, default, default);

    /// <summary>The bounds that there are, as a query has them.</summary>
    public IEnumerable<(string Name, string? Value)> Fields =>
        Names.Zip<string, decimal?>([RecencyDays.Least, RecencyDays.Most, Frequency.Least, Frequency.Most, Monetary.Least, Monetary.Most])
            .Where(bound => bound.Second is not null)
            .Select(bound => (bound.First, bound.Second?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether a member with these figures is listed.</summary>
    public bool Matches(double? recencyDays, int frequency, decimal monetary) =>
        (RecencyDays == default || (recencyDays is { } days && RecencyDays.Contain((decimal)days)))
        && Frequency.Contain(frequency) && Monetary.Contain(monetary);

    /// <summary>As the query asks. A bound that is no number is refused, and left out here.</summary>
    internal static MemberFilter Asked(ref QueryValues query) => new(
        new(query.Number(Names[0]), query.Number(Names[1])),
        new(query.Number(Names[2]), query.Number(Names[3])),
        new(query.Number(Names[4]), query.Number(Names[5])));
}

/// <summary>From and up to, both inclusive; null where there is no bound.</summary>
public readonly record struct Bounds(decimal? Least, decimal? Most)
{
    /// <summary>Whether a value lies within.</summary>
    public bool Contain(decimal value) => !(value < Least) && !(value > Most);
}
