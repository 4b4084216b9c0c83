using System.Buffers;
using System.Text;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Text that somebody looks for, as a database takes it.</summary>
internal static class LookupText
{
    private const char InNoId = '\u0001';

    /// <summary>
    /// The text, but what no id has (control characters and half surrogate pairs) as a character that no id has either:
    /// PostgreSQL refuses some of it, and whoever looks for such an id is to find nothing.
    /// </summary>
    public static string? AsText(this string? text)
    {
        if (text is null || (!text.Any(char.IsControl) && !text.Any(char.IsSurrogate)))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var used) == OperationStatus.Done;
            _ = isWhole && !Rune.IsControl(rune) ? clean.Append(rest[..used]) : clean.Append(InNoId);
            rest = rest[used..];
        }

        return clean.ToString();
    }
}
