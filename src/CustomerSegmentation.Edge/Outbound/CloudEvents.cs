using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>
/// Writes outbound messages as CloudEvents 1.0 in structured JSON
/// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
/// </summary>
internal sealed class CloudEvents(ISegmentationEngine engine, OutboundOptions options)
{
    /// <summary>The type of a migration.</summary>
    public const string SegmentChanged = "segment.changed";

    /// <summary>The type of an alert.</summary>
    public const string SegmentAlert = "segment.alert";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonTypeInfo<MigrationAnswer> _migration = AnswerShapes.Of<MigrationAnswer>();

    /// <summary>A migration's id: the record's name and the position on it, which are never used twice.</summary>
    public string IdOf(long position) => $"{engine.Record.Id}-{position}";

    /// <summary>A migration, as <c>GET /migrations</c> shows it.</summary>
    public OutgoingMessage Of(RecordedMigration recorded)
    {
        var migration = recorded.Migration;
        return Of(
            IdOf(recorded.Position), SegmentChanged, migration.CustomerId, migration.EffectiveAt,
            MigrationAnswer.Of(migration, engine.SegmentDirectory), _migration);
    }

    /// <summary>Anything else that happened.</summary>
    /// <param name="id">Unique among everything from this source.</param>
    /// <param name="type">What kind of thing.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="data">The thing itself.</param>
    /// <param name="shape">How to write it.</param>
    public OutgoingMessage Of<T>(string id, string type, string subject, DateTimeOffset at, T data, JsonTypeInfo<T> shape)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, Plain))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0"u8);
            json.WriteString("id"u8, id);
            json.WriteString("source"u8, options.Source);
            json.WriteString("type"u8, type);
            json.WriteString("subject"u8, subject);
            json.WriteString("time"u8, at.UtcDateTime);
            json.WriteString("datacontenttype"u8, "application/json"u8);
            json.WritePropertyName("data"u8);
            JsonSerializer.Serialize(json, data, shape);
            json.WriteEndObject();
        }

        return new(id, body.WrittenMemory);
    }
}
