using System.Globalization;
using CustomerSegmentation.Models.Drift;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>How far reviews have got; kept on record, so that a restart neither repeats nor forgets one.</summary>
/// <param name="ReviewedThrough">The last moment reviewed; null before the first event.</param>
/// <param name="LastRefitForDrift">When drift last led to a refit.</param>
/// <param name="RefittedDrift">How far the customers had drifted then; null where that is not known.</param>
public sealed record RefitState(
    DateTimeOffset? ReviewedThrough, DateTimeOffset? LastRefitForDrift, RefittedDrift? RefittedDrift = null)
{
    /// <summary>Nothing was reviewed yet.</summary>
    public static RefitState New { get; } = new(null, null);

    /// <summary>As <see cref="ToString"/> writes it; null for none. Of an earlier version there are two moments only.</summary>
    public static RefitState? Parse(string? text) => text?.Split(' ') switch
    {
        [var reviewed, var refitted] => new(Moment(reviewed), Moment(refitted)),
        [var reviewed, var refitted, var index, var version] => new(
            Moment(reviewed),
            Moment(refitted),
            new(double.Parse(index, CultureInfo.InvariantCulture), int.Parse(version, CultureInfo.InvariantCulture))),
        _ => null,
    };

    /// <summary>Reviewed up to a moment, if that is later.</summary>
    public RefitState Through(DateTimeOffset? moment) =>
        moment is not null && !(moment <= ReviewedThrough) ? this with { ReviewedThrough = moment } : this;

    /// <summary>Refitted at a moment, as the customers had drifted.</summary>
    public RefitState RefittedFor(PopulationDrift drift, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(drift);
        return this with { LastRefitForDrift = at, RefittedDrift = new(drift.Worst.Index, drift.ModelVersion) };
    }

    /// <summary>Both moments in UTC ticks, a dash for none; then how far the customers had drifted, and from which model.</summary>
    public override string ToString() => $"{Ticks(ReviewedThrough)} {Ticks(LastRefitForDrift)}" + (RefittedDrift is { } drift
        ? string.Create(CultureInfo.InvariantCulture, $" {drift.Index:R} {drift.ModelVersion}")
        : string.Empty);

    private static DateTimeOffset? Moment(string ticks) =>
        ticks == "-" ? null : new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Ticks(DateTimeOffset? moment) => moment?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>Drift that a refit was made for.</summary>
/// <param name="Index">Population stability index of the worst feature.</param>
/// <param name="ModelVersion">The model that the customers had drifted away from.</param>
public sealed record RefittedDrift(double Index, int ModelVersion);
