using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Lists;

/// <summary>What a list of customers can be had as: a page of JSON, or all of it as a table or as lines.</summary>
internal static class ListFormat
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Ndjson = "application/x-ndjson";

    /// <summary>What the caller would like best of what there is; null when none of it will do.</summary>
    public static string? For(HttpRequest request)
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
}
