using System.Security.Cryptography;
using System.Text;

namespace CustomerSegmentation.Edge.Api.Access;

/// <summary>The keys that are configured, as hashes: the keys themselves are not looked at again.</summary>
internal sealed class KeyRing(ApiOptions options)
{
    private readonly Key[] _keys =
    [
        .. options.ApiKeys.Select(key => new Key(Hash(key), MayWrite: true)),
        .. options.ReadKeys.Select(key => new Key(Hash(key), MayWrite: false)),
    ];

    /// <summary>Nobody is asked for a key.</summary>
    public bool IsOpen => _keys.Length == 0;

    /// <summary>
    /// The key that was presented; null for one that is not configured. Takes as long for a key that nearly fits as for one that
    /// does not: hashes of equal length, all of them looked at.
    /// </summary>
    public Key? Find(string? presented) => presented is null ? null : FindBy(key => key.Hash, Hash(presented));

    /// <summary>The key of which something derived, of fixed length, was presented; likewise.</summary>
    public Key? FindBy(Func<Key, byte[]> derive, byte[] presented)
    {
        Key? found = null;
        foreach (var key in _keys)
        {
            // The first wins: a key that is listed as both kinds may write.
            found = CryptographicOperations.FixedTimeEquals(derive(key), presented) ? found ?? key : found;
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A configured key.</summary>
    /// <param name="Hash">SHA-256 of it.</param>
    /// <param name="MayWrite">False for one that reads only.</param>
    internal sealed record Key(byte[] Hash, bool MayWrite);
}
