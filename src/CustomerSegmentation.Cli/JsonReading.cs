using System.Globalization;
using System.Text.Json;

namespace CustomerSegmentation.Cli;

/// <summary>Reads answers leniently: a field that is missing or null is shown as nothing.</summary>
internal static class JsonReading
{
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child)
        && child.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? child : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is not { } child ? null
        : child.ValueKind == JsonValueKind.String ? child.GetString() : child.GetRawText();

    public static long Count(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child && child.TryGetInt64(out var count) ? count : 0;

    public static string Number(this JsonElement element, string name, string format) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child
            ? child.GetDouble().ToString(format, CultureInfo.InvariantCulture) : "";

    public static string Moment(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } child && child.TryGetDateTimeOffset(out var moment)
            ? TimeText.Show(moment) : "";

    /// <summary>The elements of an array, or of a page's items; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object when element.Child("items") is { ValueKind: JsonValueKind.Array } items => items.EnumerateArray(),
        _ => [],
    };
}
