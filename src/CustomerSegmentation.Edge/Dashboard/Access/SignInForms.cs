using CustomerSegmentation.Edge.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Dashboard.Access;

/// <summary>What the forms for signing in and out, and for the theme, post to. The gates have refused other sites' posts before.</summary>
internal static class SignInForms
{
    public const string SignIn = "/session";
    public const string SignOut = "/session/end";
    public const string Theme = "/theme";

    public static void MapSignInForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("").ExcludeFromDescription().DisableAntiforgery().WithMetadata(new PageAccess(NeedsSignIn: false))
            .WithMetadata(new RequestSizeLimitAttribute(16 * 1024));

        forms.MapPost(SignIn, (HttpContext http, KeyRing keys, TimeProvider time, [FromForm] string? key, [FromForm] string? to) =>
        {
            if (keys.Find(key) is not { } known)
            {
                return SeeOther($"{SignInPath.Page}?refused=true&to={Uri.EscapeDataString(SignInPath.Local(to))}");
            }

            SignInTicket.Issue(http, known, time);
            return SeeOther(SignInPath.Local(to));
        });

        forms.MapPost(SignOut, (HttpContext http) =>
        {
            SignInTicket.Withdraw(http);
            return SeeOther("/");
        });

        forms.MapPost(Theme, (HttpContext http, [FromForm] string? theme, [FromForm] string? to) =>
        {
            Dashboard.Theme.Keep(http, theme);
            return SeeOther(SignInPath.Local(to));
        });
    }

    /// <summary>303: the browser gets the page, and going back does not post again.</summary>
    internal static IResult SeeOther(string path) => new SeeOtherResult(path);

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
