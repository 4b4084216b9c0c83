using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>Dark or light; unless the reader has chosen, as their system is.</summary>
internal static class Theme
{
    public const string Auto = "auto";

    private const string Cookie = "segmentation-theme";

    /// <summary>What can be chosen.</summary>
    public static IReadOnlyList<string> All { get; } = [Auto, "light", "dark"];

    /// <summary>What a reader has chosen.</summary>
    public static string Of(HttpContext http) => Known(http.Request.Cookies[Cookie]);

    /// <summary>Keeps a choice for a year.</summary>
    public static void Keep(HttpContext http, string? theme) => http.Response.Cookies.Append(Cookie, Known(theme), new()
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    });

    private static string Known(string? theme) => theme is not null && All.Contains(theme) ? theme : Auto;
}
