using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Edge.Events;

/// <summary>
/// Reading text from JSON where the runtime's reader would throw: it does so for escapes that are half a surrogate
/// pair and for bytes that are not UTF-8.
/// </summary>
internal static class SafeJsonText
{
    /// <summary>
    /// How bodies are read. Fields that nobody knows may nest deeper than the runtime's 64; the reader goes down
    /// without recursion, for a bit a level.
    /// </summary>
    public static JsonReaderOptions Options => new() { MaxDepth = 512 };

    /// <summary>Whether the field name at the reader's position is <paramref name="name"/>.</summary>
    public static bool NameIs(in Utf8JsonReader json, ReadOnlySpan<byte> name) => TextIs(in json, name);

    /// <summary>Whether the text at the reader's position is <paramref name="expected"/>, which is ASCII.</summary>
    public static bool TextIs(in Utf8JsonReader json, ReadOnlySpan<byte> expected)
    {
        if (!json.ValueIsEscaped && !json.HasValueSequence)
        {
            return json.ValueSpan.SequenceEqual(expected);
        }

        Span<byte> buffer = stackalloc byte[6 * 16];
        return TryGetText(in json, buffer, out var text) && text.SequenceEqual(expected);
    }

    /// <summary>
    /// The text without its escapes, in the body's own bytes; in <paramref name="buffer"/> when it has escapes, or when
    /// it came in pieces.
    /// </summary>
    /// <returns>False when it is not valid Unicode, or longer than the buffer.</returns>
    public static bool TryGetText(in Utf8JsonReader json, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        text = json.ValueSpan;
        if (!json.ValueIsEscaped && !json.HasValueSequence)
        {
            return true;
        }

        text = default;
        if ((json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length) > buffer.Length)
        {
            return false;
        }

        try
        {
            text = buffer[..json.CopyString(buffer)];
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A string or null.</summary>
    public static Refusal? ReadString(in Utf8JsonReader json, string field, out string? value)
    {
        value = null;
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return WrongType(field, "a string", json.TokenType);
        }

        try
        {
            value = json.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            return new(RefusalCodes.MalformedJson, $"{field} is not valid Unicode.");
        }
    }

    public static Refusal WrongType(string field, string expected, JsonTokenType found) =>
        new(RefusalCodes.WrongType, $"{field} must be {expected}, not {For(found)}.");

    /// <summary>What people call a token.</summary>
    public static string For(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
