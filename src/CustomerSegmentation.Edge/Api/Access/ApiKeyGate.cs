using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Dashboard.Access;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>
/// Lets a call in when it bears one of the configured keys or the cookie of a sign-in with one, when none is configured, or when it
/// asks for what needs none: whether the engine lives and is ready, and what a page for signing in is made of.
/// </summary>
internal sealed class ApiKeyGate(RequestDelegate next, KeyRing keys, WrongKeys wrong, TimeProvider time)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext http)
    {
        if (keys.IsOpen || HealthApi.IsOpen(http.Request.Path))
        {
            return Enter(http, new(MayWrite: keys.IsOpen, SignedIn: false));
        }

        if (Presented(http.Request) is { } presented)
        {
            if (wrong.Blocks(http))
            {
                return WrongKeys.Answer(http).ExecuteAsync(http);
            }

            if (keys.Find(presented) is not { } key)
            {
                wrong.Add(http);
                return Unauthorized(http);
            }

            wrong.Fits(http);
            return key.MayWrite || !Changes(http.Request) ? Enter(http, new(key.MayWrite, SignedIn: false)) : ReadOnly(http);
        }

        var page = http.GetEndpoint()?.Metadata.GetMetadata<PageAccess>();
        var ticket = SignInTicket.Read(http.Request, keys, time);
        if (ticket is null && page is not { NeedsSignIn: false })
        {
            return page is null || Changes(http.Request) ? Unauthorized(http) : SignInPath.Redirect(http);
        }

        // A browser sends its cookie along whoever made it call: pages of the same machine at another port among them.
        if (Changes(http.Request) && !IsOfOwnPage(http.Request))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "foreign_origin",
                "With a sign-in only pages of this engine change anything. Call with a key instead.").ExecuteAsync(http);
        }

        return Changes(http.Request) && ticket is { MayWrite: false } && page is not { NeedsSignIn: false }
            ? ReadOnly(http)
            : Enter(http, new(ticket?.MayWrite ?? false, SignedIn: ticket is not null));
    }

    private Task Enter(HttpContext http, Caller caller)
    {
        http.Features.Set(caller);
        return next(http);
    }

    private static Task Unauthorized(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, "unauthorized",
            "This engine asks for a key: send it as 'X-Api-Key: …' or as 'Authorization: Bearer …'.").ExecuteAsync(http);
    }

    private static Task ReadOnly(HttpContext http) => Problem.Of(StatusCodes.Status403Forbidden, "read_only_key",
        "This key reads and changes nothing. Use one of Segmentation:ApiKeys.").ExecuteAsync(http);

    private static string? Presented(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Api-Key", out var key))
        {
            return key.ToString();
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    private static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    /// <summary>The scheme is not compared: behind a proxy that ends TLS it is another one here.</summary>
    private static bool IsOfOwnPage(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
        && origin.Authority.Equals(
            request.Host.Port == origin.Port && origin.IsDefaultPort ? request.Host.Host : request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
