using System.Net;
using CustomerSegmentation.Edge.Api.Endpoints;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>
/// Without keys, keeps web pages away that a browser on this machine has open: they can send a simple POST anywhere, and
/// a name of theirs can be made to resolve to this machine. Where keys are asked for, <see cref="ApiKeyGate"/> does it.
/// </summary>
internal sealed class BrowserGate(RequestDelegate next, ApiOptions options)
{
    private readonly bool _hasKeys = options.AsksForKey;

    public Task InvokeAsync(HttpContext http)
    {
        if (_hasKeys || HealthApi.IsOpen(http.Request.Path))
        {
            return next(http);
        }

        if (!options.AllowAnonymous && !IsThisMachine(http.Request.Host.Host))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "foreign_host",
                $"Without an API key this engine answers to localhost and 127.0.0.1 only, not to '{http.Request.Host}'. Call it by "
                + "one of them, or configure Segmentation:ApiKeys:0.").ExecuteAsync(http);
        }

        if (Changes(http.Request.Method) && Foreign(http.Request) is { } origin)
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "foreign_origin",
                $"Without an API key this engine takes no changes from web pages of '{origin}'. Configure Segmentation:ApiKeys:0 and "
                + "let a program call it.").ExecuteAsync(http);
        }

        return next(http);
    }

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool Changes(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    /// <summary>Where the page came from, if from elsewhere; "null" is a page that hides it.</summary>
    private static string? Foreign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) ? null : origin;
    }
}
