using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Lets a call in when it bears one of the configured keys, when none is configured, or when it asks for health.</summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiOptions options)
{
    private const string Bearer = "Bearer ";

    private readonly byte[][] _keys =
        [.. options.ApiKeys.Select(Hash)];

    public Task InvokeAsync(HttpContext http)
    {
        if (_keys.Length == 0 || http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) || IsKnown(Presented(http.Request)))
        {
            return next(http);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, "unauthorized",
            "This engine asks for a key: send it as 'X-Api-Key: …' or as 'Authorization: Bearer …'.").ExecuteAsync(http);
    }

    /// <summary>Takes as long for a key that nearly fits as for one that does not: hashes of equal length, all of them looked at.</summary>
    private bool IsKnown(string? presented)
    {
        if (presented is null)
        {
            return false;
        }

        var hash = Hash(presented);
        var known = false;
        foreach (var key in _keys)
        {
            known |= CryptographicOperations.FixedTimeEquals(key, hash);
        }

        return known;
    }

    private static string? Presented(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Api-Key", out var key))
        {
            return key.ToString();
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
