using System.Security.Cryptography;
using System.Text;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>
/// Signs calls as Standard Webhooks has it (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme"):
/// HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    /// <summary>A new secret: the prefix, then base64.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What goes into the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">With its prefix.</param>
    /// <param name="id">Of the message.</param>
    /// <param name="timestamp">Of the attempt, in seconds since 1970.</param>
    /// <param name="body">Byte for byte.</param>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[Prefix.Length..]));
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
