using System.Globalization;
using System.Text;
using System.Text.Json;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerSegmentation.Edge.Api;

/// <summary>All members of a segment, a page at a time out of the engine and onto the wire.</summary>
internal sealed class MemberExport(ISegmentationEngine engine, string segmentId, Page<Member> first, string format) : IResult
{
    public const int PageSize = 1_000;
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";

    /// <summary>What the caller would like best of what there is; null when none of it will do.</summary>
    public static string? FormatFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            return Json;
        }

        return accepted.Where(type => type.Quality is not 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value?.ToLowerInvariant() switch
            {
                Csv or "text/*" => Csv,
                Ndjson => Ndjson,
                Json or "application/*" or "*/*" => Json,
                _ => null,
            })
            .FirstOrDefault(format => format is not null);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var aborted = httpContext.RequestAborted;
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        httpContext.Response.ContentType = $"{format}; charset=utf-8";
        await using var lines = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(false), leaveOpen: true)
        {
            NewLine = format == Csv ? "\r\n" : "\n",
        };
        if (format == Csv)
        {
            await lines.WriteLineAsync("customerId,recencyDays,frequency,monetary,since");
        }

        for (var page = first; ;)
        {
            foreach (var member in page.Items)
            {
                await lines.WriteLineAsync(format == Csv
                    ? CsvLine(member)
                    : JsonSerializer.Serialize(MemberAnswer.Of(member), options));
            }

            await lines.FlushAsync(aborted);
            if (page.Next is not { } next)
            {
                return;
            }

            if (await engine.MembersAsync(segmentId, next, PageSize, aborted) is not { } following)
            {
                // A new model has put an end to the segment. Only a broken body tells the caller that this is not all.
                httpContext.Abort();
                return;
            }

            page = following;
        }
    }

    /// <summary>RFC 4180.</summary>
    private static string CsvLine(Member member) => string.Create(CultureInfo.InvariantCulture,
        $"{Quoted(member.CustomerId)},{member.RecencyDays},{member.Frequency},{member.Monetary},{member.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}");

    /// <summary>Text that a spreadsheet would take for a formula and run gets an apostrophe before it.</summary>
    private static string Quoted(string text)
    {
        var shown = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return shown.AsSpan().ContainsAny(",\"\r\n") ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : shown;
    }
}
