using System.Security.Cryptography;
using CustomerSegmentation.Edge.Dashboard.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>The style sheet, the script and the icon, out of this assembly.</summary>
internal static class EmbeddedAssets
{
    private static readonly Dictionary<string, Asset> All = new[]
    {
        Asset.Load("dashboard.css", "text/css; charset=utf-8"),
        Asset.Load("segments.css", "text/css; charset=utf-8"),
        Asset.Load("models.css", "text/css; charset=utf-8"),
        Asset.Load("migration.css", "text/css; charset=utf-8"),
        Asset.Load("dashboard.js", "text/javascript; charset=utf-8"),
        Asset.Load("icon.svg", "image/svg+xml"),
    }.ToDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The path of an asset. It changes with the content, so that a browser may keep what it has.</summary>
    public static string PathOf(string name) => $"/dashboard/{name}?v={All[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder app)
    {
        foreach (var asset in All.Values)
        {
            app.MapGet($"/dashboard/{asset.Name}", (HttpContext http) =>
                {
                    // While hosts of two versions serve one address, one may be asked for what only the other has: that must not be kept.
                    http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
                    return TypedResults.Bytes(asset.Bytes, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
                })
                .ExcludeFromDescription()
                .WithMetadata(new PageAccess(NeedsSignIn: false));
        }
    }

    private sealed record Asset(string Name, string ContentType, byte[] Bytes, string Version)
    {
        public static Asset Load(string name, string contentType)
        {
            using var stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream($"dashboard/{name}")!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new(name, contentType, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
        }
    }
}
