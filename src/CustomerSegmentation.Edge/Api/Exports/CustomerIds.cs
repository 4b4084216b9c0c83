using System.Security.Cryptography;
using System.Text;

namespace CustomerSegmentation.Edge.Api.Exports;

/// <summary>How a list shows who: by id, or by its SHA-256, for list tools that match without being told.</summary>
/// <param name="Hashed">SHA-256 of the id in UTF-8, in lower-case hexadecimal digits.</param>
/// <param name="Normalized">Of the id without white space around it and in lower case, as tools that match e-mail want it.</param>
internal sealed record CustomerIds(bool Hashed, bool Normalized)
{
    /// <summary>The column's name in a table.</summary>
    public string Column => Hashed ? "customerIdSha256" : "customerId";

    /// <summary>The id; null when it is to be hashed.</summary>
    public string? Plain(string id) => Hashed ? null : id;

    /// <summary>The hash; null unless asked for.</summary>
    public string? Sha256(string id) => Hashed
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalized ? id.Trim().ToLowerInvariant() : id)))
        : null;

    /// <summary>As the query asks.</summary>
    public static CustomerIds Asked(ref QueryValues query)
    {
        var (hash, normalize) = (query.Text("hash"), query.Text("normalize"));
        if (hash is not (null or "sha256"))
        {
            query.Refuse("invalid_hash", "hash must be sha256, or left out.");
        }

        if (normalize is not (null or "true" or "false"))
        {
            query.Refuse("invalid_normalize", "normalize must be true or false.");
        }
        else if (normalize is "true" && hash is null)
        {
            query.Refuse("invalid_normalize", "normalize goes with hash=sha256.");
        }

        return new(hash is not null, normalize is "true");
    }
}
