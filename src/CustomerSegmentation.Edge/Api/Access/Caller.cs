using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>Who calls, as far as the gate found out.</summary>
/// <param name="MayWrite">Whether they may change anything.</param>
/// <param name="SignedIn">Whether they came with the cookie of the sign-in.</param>
internal sealed record Caller(bool MayWrite, bool SignedIn)
{
    /// <summary>The visitor of a call; one who may nothing, where no gate has looked.</summary>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? new(MayWrite: false, SignedIn: false);
}
