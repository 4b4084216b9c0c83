using CustomerSegmentation.Edge.Dashboard.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>Pages of others that a host mounts beside the dashboard's.</summary>
public static class ForeignPages
{
    /// <summary>
    /// Puts pages behind the keys and the sign-in: whoever opens one without is sent to sign in, whatever it loads and calls is
    /// refused. All of it bears the headers of our own pages, with a content policy of its own.
    /// </summary>
    /// <param name="endpoints">All that belongs to the pages.</param>
    /// <param name="contentPolicy">What a browser may do with them.</param>
    /// <param name="pages">The routes that people open, as against those that pages call.</param>
    public static TBuilder AsForeignPages<TBuilder>(this TBuilder endpoints, string contentPolicy, params string[] pages)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.Finally(endpoint =>
        {
            endpoint.Metadata.Add(new ContentPolicy(contentPolicy));
            if (endpoint is RouteEndpointBuilder route && pages.Contains(route.RoutePattern.RawText, StringComparer.Ordinal))
            {
                endpoint.Metadata.Add(new PageAccess(NeedsSignIn: true));
            }
        });
        return endpoints;
    }
}
