using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Who calls, as far as the gate found out.</summary>
/// <param name="MayWrite">Whether they may change anything.</param>
/// <param name="SignedIn">Whether they came with the cookie of the sign-in.</param>
internal sealed record Visitor(bool MayWrite, bool SignedIn)
{
    /// <summary>The visitor of a call; one who may nothing, where no gate has looked.</summary>
    public static Visitor Of(HttpContext http) => http.Features.Get<Visitor>() ?? new(MayWrite: false, SignedIn: false);
}
