using CustomerSegmentation.Edge.Dashboard.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>What a browser, and a cache on the way, may do with answers of ours. Pages load and call this host, and nothing else.</summary>
internal static class SecurityHeaders
{
    private const string OwnPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public static void UseDashboardHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ContentPolicy>() is { } foreign)
        {
            Set(http.Response.Headers, foreign.Value);
        }
        else if (metadata?.GetMetadata<PageAccess>() is not null)
        {
            Set(http.Response.Headers);
        }
        else
        {
            http.Response.OnStarting(SetForPrograms, http.Response.Headers);
        }

        return next(http);
    });

    /// <summary>
    /// At the last moment, as a failure clears what was set before. Answers are about people: no cache between keeps them, unless it was said
    /// that it may, and nobody takes one for a page.
    /// </summary>
    private static Task SetForPrograms(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.XContentTypeOptions = "nosniff";
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    public static void Set(IHeaderDictionary headers, string contentPolicy = OwnPolicy)
    {
        headers.ContentSecurityPolicy = contentPolicy;
        headers.XContentTypeOptions = "nosniff";

        // Not 'no-referrer': under it a browser hides its origin from our own forms' posts.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}

/// <summary>Marks an endpoint of pages of others, mounted beside ours.</summary>
/// <param name="Value">What a browser may do with them.</param>
internal sealed record ContentPolicy(string Value);
