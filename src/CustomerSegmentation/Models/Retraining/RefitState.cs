using System.Globalization;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>How far reviews have got; kept on record, so that a restart neither repeats nor forgets one.</summary>
/// <param name="ReviewedThrough">The last moment reviewed; null before the first event.</param>
/// <param name="LastRefitForDrift">When drift last led to a refit.</param>
public sealed record RefitState(DateTimeOffset? ReviewedThrough, DateTimeOffset? LastRefitForDrift)
{
    /// <summary>Nothing was reviewed yet.</summary>
    public static RefitState New { get; } = new(null, null);

    /// <summary>As <see cref="ToString"/> writes it; null for none.</summary>
    public static RefitState? Parse(string? text) =>
        text?.Split(' ') is [var reviewed, var drift] ? new(Moment(reviewed), Moment(drift)) : null;

    /// <summary>Reviewed up to a moment, if that is later.</summary>
    public RefitState Through(DateTimeOffset? moment) =>
        moment > (ReviewedThrough ?? DateTimeOffset.MinValue) ? this with { ReviewedThrough = moment } : this;

    /// <summary>Both moments in UTC ticks, a dash for none.</summary>
    public override string ToString() => $"{Ticks(ReviewedThrough)} {Ticks(LastRefitForDrift)}";

    private static DateTimeOffset? Moment(string ticks) =>
        ticks == "-" ? null : new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Ticks(DateTimeOffset? moment) => moment?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "-";
}
