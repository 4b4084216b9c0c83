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

        forms.MapPost(SignIn, (HttpContext http, KeyRing keys, WrongKeys wrong, TimeProvider time, [FromForm] string? key, [FromForm] string? to) =>
        {
            if (wrong.Blocks(http))
            {
                return WrongKeys.Answer(http);
            }

            if (keys.Find(key) is not { } known)
            {
                wrong.Add(http);
                return new SeeOther($"{SignInPath.Page}?refused=true&to={Uri.EscapeDataString(SignInPath.Local(to))}");
            }

            wrong.Fits(http);
            SignInTicket.Issue(http, known, time);
            return new SeeOther(SignInPath.Local(to));
        });

        forms.MapPost(SignOut, (HttpContext http) =>
        {
            SignInTicket.Withdraw(http);
            return new SeeOther("/");
        });

        forms.MapPost(Theme, (HttpContext http, [FromForm] string? theme, [FromForm] string? to) =>
        {
            Dashboard.Theme.Keep(http, theme);
            return new SeeOther(SignInPath.Local(to));
        });
    }
}
