using System.Globalization;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>Labels as OpenMetrics writes them, <c>a="1",b="x"</c>, by name; built on the stack where they fit.</summary>
internal ref struct LabelText(Span<char> buffer)
{
    private Span<char> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<char> Text => _buffer[.._length];

    public void Append(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!IsSorted(tags))
        {
            var sorted = tags.ToArray();
            Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            tags = sorted;
        }

        for (var i = 0; i < tags.Length; i++)
        {
            // A name may occur only once; the last one of a name counts.
            if (i + 1 < tags.Length && tags[i].Key == tags[i + 1].Key)
            {
                continue;
            }

            if (_length > 0)
            {
                Append(',');
            }

            AppendName(tags[i].Key);
            Append('=');
            Append('"');
            AppendValue(tags[i].Value);
            Append('"');
        }
    }

    private static bool IsSorted(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var i = 1; i < tags.Length; i++)
        {
            if (string.CompareOrdinal(tags[i - 1].Key, tags[i].Key) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void AppendName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            Append('_');
        }

        foreach (var c in name)
        {
            Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }
    }

    private void AppendValue(object? value)
    {
        var text = value switch
        {
            null => "",
            string known => known,
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        foreach (var c in text)
        {
            switch (c)
            {
                case '\\' or '"':
                    Append('\\');
                    Append(c);
                    break;
                case '\n':
                    Append('\\');
                    Append('n');
                    break;
                default:
                    Append(c);
                    break;
            }
        }
    }

    private void Append(char c)
    {
        if (_length == _buffer.Length)
        {
            Span<char> larger = new char[_buffer.Length * 2];
            _buffer.CopyTo(larger);
            _buffer = larger;
        }

        _buffer[_length++] = c;
    }
}
