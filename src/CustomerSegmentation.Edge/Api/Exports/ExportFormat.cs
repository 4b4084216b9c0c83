using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerSegmentation.Edge.Api.Exports;

/// <summary>The forms that a list can be had in.</summary>
internal static class ExportFormat
{
    public const int PageSize = 1_000;
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";

    /// <summary>
    /// What the caller would like best of what there is; null when none of it will do. <c>format</c> in the query goes before
    /// <c>Accept</c>: a link in a page can say no other.
    /// </summary>
    public static string? For(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var format))
        {
            return format.ToString() switch { "json" => Json, "csv" => Csv, "ndjson" => Ndjson, _ => null };
        }

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

    public static ProblemHttpResult NotAcceptable() => Problem.Of(
        StatusCodes.Status406NotAcceptable, "not_acceptable", "Ask for application/json, text/csv or application/x-ndjson; or for format=json, csv or ndjson.");
}
