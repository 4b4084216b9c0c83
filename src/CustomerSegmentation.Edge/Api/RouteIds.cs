using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerSegmentation.Edge.Api;

/// <summary>
/// Identifiers out of the path as the caller meant them. Routing leaves an encoded slash as <c>%2F</c>, which it
/// then cannot tell from an id that really reads so; ids may hold any character but control characters.
/// </summary>
internal static class RouteIds
{
    /// <param name="http">The call.</param>
    /// <param name="fromEnd">0 for the last segment of the path, 1 for the one before it.</param>
    public static string IdAt(this HttpContext http, int fromEnd)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.AsSpan().IndexOf('?') is var query and >= 0 ? query : target.Length).TrimEnd('/');
        for (; fromEnd > 0; fromEnd--)
        {
            path = path[..path.LastIndexOf('/')].TrimEnd('/');
        }

        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..].ToString());
    }
}
