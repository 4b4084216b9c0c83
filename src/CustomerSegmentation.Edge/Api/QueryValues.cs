using System.Globalization;
using System.Text;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Reads a call's query, value by value; the first that is wrong is kept as <see cref="Problem"/>.</summary>
internal ref struct QueryValues(IQueryCollection query)
{
    /// <summary>What to say of a word that is no cause.</summary>
    public const string Causes = "cause must be purchase, refund, decay, refit or correction.";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(30);

    /// <summary>What to answer instead; null while all is well.</summary>
    public ProblemHttpResult? Problem { get; private set; }

    /// <summary>The text; null when it is missing or empty.</summary>
    public readonly string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>How many items a page may have.</summary>
    public int Limit()
    {
        if (Text("limit") is not { } text)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        Refuse("invalid_limit", $"limit must be a whole number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    /// <summary>A bound: a number, 0 or more.</summary>
    public decimal? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse("invalid_number", $"{name} must be a number, 0 or more.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        // A plus sign that was not encoded arrives as a space; RFC 3339 has none of those.
        if (Text(name)?.Replace(' ', '+') is not { } text)
        {
            return null;
        }

        if (Rfc3339.Parse(Encoding.UTF8.GetBytes(text), out var time) is not { } problem)
        {
            return time;
        }

        Refuse("invalid_time", $"{name} {problem}.");
        return null;
    }

    public MigrationCause? Cause()
    {
        var text = Text("cause");
        var cause = text is null ? null : CauseOf(text);
        if (text is not null && cause is null)
        {
            Refuse("invalid_cause", Causes);
        }

        return cause;
    }

    /// <summary>The cause that a word means; null for any other word.</summary>
    public static MigrationCause? CauseOf(string word) => word switch
    {
        "purchase" => MigrationCause.Purchase,
        "refund" => MigrationCause.Refund,
        "decay" => MigrationCause.Decay,
        "refit" => MigrationCause.Refit,
        "correction" => MigrationCause.Correction,
        _ => null,
    };

    /// <summary>What to say of an id that no segment ever had.</summary>
    public static string NeverASegment(string id) =>
        $"There never was a segment '{id}'. Give the id of one, or '{SegmentFilter.None}' for being in none.";

    /// <summary>The two moments of a report; by default now and thirty days before.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Period(DateTimeOffset now)
    {
        var to = Time("to") ?? now;
        var from = Time("from") ?? (to - DateTimeOffset.MinValue < DefaultPeriod ? DateTimeOffset.MinValue : to - DefaultPeriod);
        RefuseReversed(from, to);
        return (from, to);
    }

    public void RefuseReversed(DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from > to)
        {
            Refuse("invalid_time", "from must not be later than to.");
        }
    }

    public Bucket Bucket()
    {
        switch (Text("bucket"))
        {
            case "hour": return Migrations.Bucket.Hour;
            case null or "day": return Migrations.Bucket.Day;
            case "week": return Migrations.Bucket.Week;
            case "month": return Migrations.Bucket.Month;
            default:
                Refuse("invalid_bucket", "bucket must be hour, day, week or month.");
                return Migrations.Bucket.Day;
        }
    }

    public bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "false": return false;
            case "true": return true;
            default:
                Refuse("invalid_flag", $"{name} must be true or false.");
                return false;
        }
    }

    /// <summary>The segments asked for; each must be one that there is or was.</summary>
    public SegmentFilter Segments(IReadOnlyDictionary<string, Segment> directory)
    {
        var filter = new SegmentFilter(Text("fromSegment"), Text("toSegment"), Text("segment"));
        foreach (var id in new[] { filter.From, filter.To, filter.Either })
        {
            if (id is not (null or SegmentFilter.None) && !directory.ContainsKey(id))
            {
                Refuse("invalid_segment", NeverASegment(id));
            }
        }

        return filter;
    }

    public void Refuse(string code, string detail) => Problem ??= Api.Problem.BadRequest(code, detail);
}
