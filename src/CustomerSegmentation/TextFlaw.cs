using System.Buffers;
using System.Text;

namespace CustomerSegmentation;

/// <summary>What is wrong with a text that comes from outside and is kept and shown.</summary>
public static class TextFlaw
{
    /// <summary>Looks at a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Of characters (Unicode scalar values).</param>
    /// <param name="mayHaveLines">Whether it may have line breaks (U+000A) and tabs; other control characters are never allowed.</param>
    /// <returns>The rest of a sentence that begins with the name of the text; null when nothing is wrong.</returns>
    public static string? Of(string text, int maxLength, bool mayHaveLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maxLength && (text.Length > 2 * maxLength || text.EnumerateRunes().Count() > maxLength))
        {
            return $"is longer than {maxLength} characters.";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && !(mayHaveLines && text[i] is ('\n' or '\t')))
            {
                return $"has a control character at position {i}.";
            }

            if (char.IsSurrogate(text[i]) && Rune.DecodeFromUtf16(text.AsSpan(i), out _, out var used) is var status)
            {
                if (status != OperationStatus.Done)
                {
                    return $"is not valid Unicode at position {i}.";
                }

                i += used - 1;
            }
        }

        return null;
    }
}
