using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Edge.Events;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard.Pages;

/// <summary>What the address of a segment's page says to show. What makes no sense is left out: the page says what it shows.</summary>
/// <param name="SegmentId">Which segment.</param>
/// <param name="AsOf">Members as of this moment; null for now.</param>
/// <param name="Limit">Members on a page.</param>
/// <param name="Cursor">Where the members go on.</param>
/// <param name="Days">Who leaves within so many days.</param>
/// <param name="Leaving">Where the list of those goes on.</param>
/// <param name="Filter">Which members.</param>
public sealed record SegmentAddress(
    string SegmentId, DateTimeOffset? AsOf, int Limit, string? Cursor, int Days, string? Leaving, MemberFilter Filter)
{
    /// <summary>Days ahead that can be looked.</summary>
    public const int MaxDay = 3_650;

    /// <summary>How many members a page can have.</summary>
    public static IReadOnlyList<int> Limits { get; } = [25, 100, 500];

    /// <summary>A day, and what a browser's field for a moment sends.</summary>
    private static readonly string[] BrowserMoments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFF"];

    private const int StandardDays = 30;
    private const int LeaversOnPage = 10;

    /// <summary>What to ask for members.</summary>
    public MembersAsked Members => new(SegmentId, AsOf, Cursor, Limit, Filter);

    /// <summary>What to ask for leavers.</summary>
    public LeaversAsked Leavers => new(SegmentId, TimeSpan.FromDays(Days), Leaving, LeaversOnPage);

    /// <summary>The moment as a browser's field for one writes it, in UTC.</summary>
    public string? AsOfText => AsOf?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>As the query says.</summary>
    public static SegmentAddress Of(string segmentId, IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var values = new QueryValues(query);
        return new(
            segmentId,
            MomentOf(Text("asOf")),
            Number("limit") is { } limit && Limits.Contains(limit) ? limit : Limits[0],
            Text("cursor"),
            Number("within") is { } days and >= 1 and <= MaxDay ? days : StandardDays,
            Text("leaving"),
            MemberFilter.Asked(ref values));

        string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The page that shows this.</summary>
    /// <param name="part">Id of the part of the page to go to.</param>
    public string Path(string part) =>
        QueryStrings.With(SegmentPage.PathOf(SegmentId), [.. Fields(withAsOf: true), .. Filter.Fields, ("cursor", Cursor), ("leaving", Leaving)]) + $"#{part}";

    /// <summary>All members that are listed, as a file; as of the same moment.</summary>
    /// <param name="format">csv or ndjson.</param>
    /// <param name="hashed">Hashes in place of ids, of the id trimmed and in lower case, as advertising tools want them.</param>
    public string MembersFile(string format, bool hashed = false) =>
        $"/api/v1{SegmentPage.PathOf(SegmentId)}/customers?format={format}"
        + (hashed ? "&hash=sha256&normalize=true" : "")
        + (AsOf is null ? "" : $"&asOf={AsOfText}Z")
        + string.Concat(Filter.Fields.Select(field => $"&{field.Name}={field.Value}"));

    /// <summary>All who leave, as a file.</summary>
    /// <param name="format">csv or ndjson.</param>
    public string LeaversFile(string format) => $"/api/v1{SegmentPage.PathOf(SegmentId)}/leaving?format={format}&within={Days}d";

    /// <summary>What a form of one list keeps of the other's, by field.</summary>
    public IEnumerable<(string Name, string? Value)> Fields(bool withAsOf) => withAsOf
        ? [("asOf", AsOfText), ("limit", Text(Limit, Limits[0])), ("within", Text(Days, StandardDays))]
        : [("within", Text(Days, StandardDays)), ("leaving", Leaving)];

    /// <summary>To the second: what the page lists, its next page and its files are of one moment.</summary>
    private static DateTimeOffset? MomentOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // A plus sign that was not encoded arrives as a space.
        var isMoment = DateTimeOffset.TryParseExact(text, BrowserMoments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || Rfc3339.Parse(Encoding.UTF8.GetBytes(text.Replace(' ', '+')), out moment) is null;
        return isMoment ? moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerSecond)) : null;
    }

    private static string? Text(int value, int standard) => value == standard ? null : value.ToString(CultureInfo.InvariantCulture);
}
