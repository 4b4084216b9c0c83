using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Small JSON bodies, with a sentence for what is wrong with them.</summary>
internal static class JsonBodies
{
    /// <summary>The body; neither it nor a problem when none was sent, or null was.</summary>
    public static async Task<(T? Body, ProblemHttpResult? Problem)> ReadBodyAsync<T>(
        this HttpContext http, CancellationToken cancellation)
        where T : class
    {
        var request = http.Request;
        if (request.ContentType is null && request.ContentLength is null or 0)
        {
            return (null, null);
        }

        if (!request.HasJsonContentType())
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type",
                "Send the body as application/json."));
        }

        try
        {
            return (await request.ReadFromJsonAsync<T>(cancellation), null);
        }
        catch (JsonException malformed)
        {
            var where = string.IsNullOrEmpty(malformed.Path) || malformed.Path == "$" ? "The body" : malformed.Path.Replace("$.", "", StringComparison.Ordinal);
            return (null, Problem.BadRequest("malformed_json",
                $"{where} is not as it should be at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}. "
                + "/openapi/v1.json shows the fields and their types."));
        }
    }
}
