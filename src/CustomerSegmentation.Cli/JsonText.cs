using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CustomerSegmentation.Cli;

/// <summary>Summaries for programs.</summary>
internal static class JsonText
{
    /// <summary>One object on one line.</summary>
    public static string Object(Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
