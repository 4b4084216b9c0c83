using System.Globalization;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerSegmentation.Edge.Api;

/// <summary>
/// Errors as RFC 9457 problem details. <c>code</c> is for programs and never changes meaning; <c>detail</c> is a
/// sentence that says what to do.
/// </summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int status, string code, string detail) => TypedResults.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    public static ProblemHttpResult BadRequest(string code, string detail) =>
        Of(StatusCodes.Status400BadRequest, code, detail);

    public static ProblemHttpResult NotFound(string code, string detail) =>
        Of(StatusCodes.Status404NotFound, code, detail);

    public static ProblemHttpResult UnsupportedEvents() => Of(StatusCodes.Status415UnsupportedMediaType,
        "unsupported_media_type",
        "Send events as application/json or application/x-ndjson, in UTF-8, plain or with Content-Encoding gzip, br or deflate.");

    public static ProblemHttpResult UnknownCustomer(string id) => NotFound(
        "unknown_customer", $"No customer '{id}' is known. Ids are case-sensitive; a customer is known from the first event on.");

    public static ProblemHttpResult UnknownSegment(string id) => NotFound(
        "unknown_segment", $"There is no segment '{id}'. GET /api/v1/segments lists the ids.");

    public static ProblemHttpResult UnknownModel(string version) => NotFound(
        "unknown_model", $"There is no model version '{version}'. GET /api/v1/models lists the versions.");

    public static ProblemHttpResult UnknownMigration(string id, string sequence) => NotFound(
        "unknown_migration", $"Customer '{id}' has no migration '{sequence}'. GET /api/v1/customers/…/history lists the sequences.");

    /// <summary>What stopped a stream of events midway, with how much of it counts already.</summary>
    public static ProblemHttpResult Midway(int status, string code, string detail, RecordAnswer soFar) => TypedResults.Problem(
        detail, statusCode: status, extensions: new Dictionary<string, object?>
        {
            ["code"] = code,
            ["recorded"] = soFar.Recorded,
            ["duplicates"] = soFar.Duplicates,
            ["refusedCount"] = soFar.RefusedCount,
        });

    /// <summary>For answers that ASP.NET leaves empty, such as those to routes that do not exist.</summary>
    public static ProblemHttpResult ForStatus(HttpContext http)
    {
        var request = $"{http.Request.Method} {http.Request.Path}";
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => NotFound(
                "unknown_route", $"{request} does not exist. /openapi/v1.json lists what does."),
            StatusCodes.Status405MethodNotAllowed => Of(StatusCodes.Status405MethodNotAllowed,
                "method_not_allowed", $"{request} is not possible. Use {http.Response.Headers.Allow}."),
            // Routing refuses a Content-Type before the call sees it.
            StatusCodes.Status415UnsupportedMediaType when http.Request.Path.StartsWithSegments(EventsApi.Path, StringComparison.OrdinalIgnoreCase) => UnsupportedEvents(),
            StatusCodes.Status415UnsupportedMediaType => Of(StatusCodes.Status415UnsupportedMediaType,
                "unsupported_media_type", $"{request} does not take this Content-Type. Send application/json."),
            var status => Of(status, string.Create(CultureInfo.InvariantCulture, $"http_{status}"),
                $"{request} was answered {status}. /openapi/v1.json says what it takes."),
        };
    }
}
