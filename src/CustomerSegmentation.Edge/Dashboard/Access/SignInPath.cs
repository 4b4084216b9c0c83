using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard.Access;

/// <summary>Where to sign in, and where to go on from there.</summary>
internal static class SignInPath
{
    public const string Page = "/sign-in";

    /// <summary>Sends a reader to the page for signing in, and from there back to where they were going.</summary>
    public static Task Redirect(HttpContext http)
    {
        http.Response.Redirect($"{Page}?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        return Task.CompletedTask;
    }

    /// <summary>
    /// The path as a header takes it, if it is one of this host; otherwise the first page. No other site is gone to, whatever a link says.
    /// </summary>
    public static string Local(string? path) =>
        path is ['/', .. var rest] && !rest.StartsWith('/') && !rest.StartsWith('\\') && !path.Any(char.IsControl) ? Ascii(path) : "/";

    private static string Ascii(string path) =>
        path.All(char.IsAscii) ? path : string.Concat(path.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
