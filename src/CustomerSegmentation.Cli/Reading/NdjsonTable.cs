using System.Text.Json;

namespace CustomerSegmentation.Cli.Reading;

/// <summary>A JSON object a line. Its columns are the properties of the first one, and the optional ones.</summary>
internal sealed class NdjsonTable : TableReader
{
    private readonly TextReader _text;
    private readonly List<string> _columns;
    private JsonDocument? _row;
    private string? _ahead;
    private long _line;

    public NdjsonTable(Stream file, TextReader text, IEnumerable<string> optional)
        : base(file)
    {
        _text = text;
        _ahead = NextLine();
        // What the first object leaves out because it is optional may well be in a later one.
        _columns = [.. PropertiesOf(_ahead).Union(optional, StringComparer.OrdinalIgnoreCase)];
    }

    public override IReadOnlyList<string> Columns => _columns;

    public override long Line => _line;

    public override bool Read()
    {
        var line = _ahead ?? NextLine();
        _ahead = null;
        _row?.Dispose();
        _row = null;
        if (line is null)
        {
            return false;
        }

        Defect = null;
        try
        {
            _row = JsonDocument.Parse(line);
            Defect = _row.RootElement.ValueKind == JsonValueKind.Object ? null : "not a JSON object";
        }
        catch (JsonException)
        {
            Defect = "not JSON";
        }

        if (_row is not null && !IsUnicode(_row.RootElement))
        {
            Defect = "not valid Unicode";
            _row.Dispose();
            _row = null;
        }

        return true;
    }

    public override string? Cell(int column) =>
        _row?.RootElement.Child(_columns[column]) is not { } child ? null
        : (child.ValueKind switch
        {
            JsonValueKind.String => child.GetString()!,
            JsonValueKind.Number => JsonNumber.Plain(child.GetRawText()),
            _ => child.GetRawText(),
        }).Trim() is { Length: > 0 } text ? text : null;

    public override bool IsValue(int column) =>
        _row?.RootElement.Child(_columns[column]) is not { ValueKind: not (JsonValueKind.String or JsonValueKind.Number) };

    public override void Dispose()
    {
        _row?.Dispose();
        _text.Dispose();
        base.Dispose();
    }

    private string? NextLine()
    {
        while (_text.ReadLine() is { } line)
        {
            _line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>An escape such as \ud800 on its own is JSON, and no text.</summary>
    private static bool IsUnicode(JsonElement row)
    {
        try
        {
            return row.ValueKind != JsonValueKind.Object || row.EnumerateObject().All(property =>
                property.Name is not null && (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString() is not null));
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static List<string> PropertiesOf(string? line)
    {
        try
        {
            using var first = JsonDocument.Parse(line ?? "{}");
            return first.RootElement.ValueKind == JsonValueKind.Object && IsUnicode(first.RootElement)
                ? [.. first.RootElement.EnumerateObject().Select(property => property.Name)] : [];
        }
        catch (JsonException)
        {
            throw new ToolException(ExitCodes.WrongUsage, "The first line begins like JSON but is none. Expected one JSON object a line.");
        }
    }
}
