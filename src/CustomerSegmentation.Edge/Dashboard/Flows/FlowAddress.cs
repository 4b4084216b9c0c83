using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard.Flows;

/// <summary>What the page of migration is asked for, as its address has it.</summary>
public sealed record FlowAddress
{
    /// <summary>The page.</summary>
    public const string Page = "/migration";

    /// <summary>Who is in a cell.</summary>
    public const string CustomersPage = "/migration/customers";

    private const int DefaultDays = 30;

    /// <summary>Years that a period has at most: so there are at most some five hundred steps, which are drawn and sent at every look.</summary>
    private const int MaxYears = 40;

    private const double DaysOfYear = 366;

    /// <summary>Spans until now that can be chosen, in days.</summary>
    public static IReadOnlyList<int> Spans { get; } = [7, 30, 90, 365];

    /// <summary>How long the span until now is, when no moments are given.</summary>
    public int Days { get; init; } = DefaultDays;

    /// <summary>A day, which means its beginning, or a moment; empty for so many days before the end.</summary>
    public string From { get; init; } = "";

    /// <summary>A day, which means its end, or a moment; empty for now.</summary>
    public string To { get; init; } = "";

    /// <summary>How long steps are; null for what fits the period.</summary>
    public Bucket? Bucket { get; init; }

    /// <summary>Only moves of this cause count as such; null for all.</summary>
    public MigrationCause? Cause { get; init; }

    /// <summary>Whether refits count as moves.</summary>
    public bool Refits { get; init; }

    /// <summary>Whether the diagram leaves out who stayed.</summary>
    public bool MoversOnly { get; init; }

    /// <summary>The step of the period to look at, from 1; null for all of it.</summary>
    public int? Step { get; init; }

    /// <summary>Id of the segment whose retention is shown; null for the first.</summary>
    public string? Segment { get; init; }

    /// <summary>Whether days are counted back from now.</summary>
    public bool IsUntilNow => From.Length == 0 && To.Length == 0;

    /// <summary>Reads an address. Values that make no sense are kept as they are, except moments: see <see cref="Period"/>.</summary>
    public static FlowAddress Read(IQueryCollection query) => new()
    {
        Days = int.TryParse(query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650 ? days : DefaultDays,
        From = query["from"].ToString(),
        To = query["to"].ToString(),
        Bucket = query["bucket"].ToString() switch
        {
            "day" => Migrations.Bucket.Day,
            "week" => Migrations.Bucket.Week,
            "month" => Migrations.Bucket.Month,
            _ => null,
        },
        Cause = QueryValues.CauseOf(query["cause"].ToString()),
        Refits = query["refits"] == "true",
        MoversOnly = query["stayers"] == "false",
        Step = int.TryParse(query["step"], NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 ? step : null,
        Segment = query["segment"].ToString() is { Length: > 0 } segment ? segment : null,
    };

    /// <summary>The two moments.</summary>
    /// <param name="now">The engine's.</param>
    /// <param name="problem">What is wrong with them, in a sentence; null while all is well.</param>
    public (DateTimeOffset From, DateTimeOffset To) Period(DateTimeOffset now, out string? problem)
    {
        problem = null;
        var to = MomentOf(To, now, dayEnds: true, ref problem);
        to = to > now ? now : to;
        var start = to - DateTimeOffset.MinValue < TimeSpan.FromDays(Days) ? DateTimeOffset.MinValue : to.AddDays(-Days);
        var from = MomentOf(From, start, dayEnds: false, ref problem);
        if (from > to)
        {
            problem ??= "The first moment must not be after the second one, nor after now. Choose an earlier one.";
        }
        else if ((to - from).TotalDays > MaxYears * DaysOfYear)
        {
            problem ??= $"A period has at most {MaxYears} years here. Choose a later first moment.";
        }

        return (from, to);
    }

    /// <summary>A step that fits a period: at most about a hundred of them, if it is no longer than eight years.</summary>
    public Bucket StepOf(DateTimeOffset from, DateTimeOffset to)
    {
        var days = (to - from).TotalDays;
        var fits = days <= 31 ? Migrations.Bucket.Day : days <= 190 ? Migrations.Bucket.Week : Migrations.Bucket.Month;
        var finest = days <= 100 ? Migrations.Bucket.Day : days <= 700 ? Migrations.Bucket.Week : Migrations.Bucket.Month;
        return Bucket is { } asked ? (asked > finest ? asked : finest) : fits;
    }

    /// <summary>The address of the page.</summary>
    public string Path => With(Page);

    /// <summary>The address of who went from one segment to another, null for none.</summary>
    public string CellPath(string? fromSegment, string? toSegment) => (this with { Bucket = null, MoversOnly = false, Segment = null })
        .With(CustomersPage, ("fromSegment", fromSegment ?? SegmentFilter.None), ("toSegment", toSegment ?? SegmentFilter.None));

    /// <summary>A moment as an address has it, to the tick.</summary>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset MomentOf(string text, DateTimeOffset otherwise, bool dayEnds, ref string? problem)
    {
        if (text.Length == 0)
        {
            return otherwise;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddTicks(dayEnds && day < DateOnly.MaxValue ? TimeSpan.TicksPerDay : 0));
        }

        // A plus sign that was not encoded arrives as a space.
        if (Rfc3339.Parse(Encoding.UTF8.GetBytes(text.Replace(' ', '+')), out var moment) is null)
        {
            return moment;
        }

        problem ??= $"'{text}' is no day such as 2026-03-01. Choose another one.";
        return otherwise;
    }

    private string With(string path, params IEnumerable<(string, string?)> more) => QueryStrings.With(path,
    [
        ("days", From.Length > 0 || Days == DefaultDays ? null : Days.ToString(CultureInfo.InvariantCulture)),
        ("from", From),
        ("to", To),
        ("bucket", Bucket is { } bucket ? EnumNames.Of(bucket) : null),
        ("cause", Cause is { } cause ? EnumNames.Of(cause) : null),
        ("refits", Refits ? "true" : null),
        ("stayers", MoversOnly ? "false" : null),
        ("step", Step?.ToString(CultureInfo.InvariantCulture)),
        ("segment", Segment),
        .. more,
    ]);
}
