using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using CustomerSegmentation.Edge.Api.Access;
using Microsoft.AspNetCore.Http;

namespace CustomerSegmentation.Edge.Dashboard.Access;

/// <summary>
/// The cookie of a sign-in: until when it holds, and a code (HMAC-SHA256) that only the key it was made with gives. It holds no key,
/// needs nothing kept on the server, so that every silo of a cluster reads it, and ends with its key: one that is no longer
/// configured gives no code that fits.
/// </summary>
internal static class SignInTicket
{
    private const string Cookie = "segmentation-sign-in";
    private const int CodeAt = sizeof(long);
    private const int Length = CodeAt + HMACSHA256.HashSizeInBytes;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Signs a browser in.</summary>
    public static void Issue(HttpContext http, KeyRing.Key key, TimeProvider time)
    {
        var until = time.GetUtcNow() + Lifetime;
        var ticket = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(ticket, until.UtcTicks);
        Code(key, ticket).CopyTo(ticket.AsSpan(CodeAt));
        http.Response.Cookies.Append(Cookie, Base64Url.EncodeToString(ticket), Options(http));
    }

    /// <summary>Signs a browser out.</summary>
    public static void Withdraw(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    /// <summary>The key that a call is signed in with; null without a cookie that holds.</summary>
    public static KeyRing.Key? Read(HttpRequest request, KeyRing keys, TimeProvider time)
    {
        var ticket = new byte[Length];
        if (request.Cookies[Cookie] is not { } text
            || !Base64Url.TryDecodeFromChars(text, ticket, out var written) || written != Length
            || BinaryPrimitives.ReadInt64BigEndian(ticket) < time.GetUtcNow().UtcTicks)
        {
            return null;
        }

        return keys.FindBy(key => Code(key, ticket), ticket[CodeAt..]);
    }

    private static byte[] Code(KeyRing.Key key, byte[] ticket) =>
        HMACSHA256.HashData(key.Hash, (byte[])[.. "sign-in:"u8, .. ticket.AsSpan(0, CodeAt)]);

    /// <summary>Without a lifetime of its own it also ends with the browser.</summary>
    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    };
}
