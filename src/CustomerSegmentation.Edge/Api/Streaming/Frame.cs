using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Streaming;

/// <summary>A migration as an event of the stream, written once for all who read it.</summary>
internal sealed class Frame(ISegmentationEngine engine, RecordedMigration recorded)
{
    private static readonly JsonTypeInfo<MigrationAnswer> Shape = AnswerShapes.Of<MigrationAnswer>();

    private byte[]? _bytes;

    public long Position => recorded.Position;

    public Migration Migration => recorded.Migration;

    /// <summary>Two readers at once may both write it; they write the same.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes ??= Encoding.UTF8.GetBytes(
        $"id: {EventId.Of(engine.Record, Position)}\nevent: migration\ndata: {Json()}\n\n");

    private string Json() => JsonSerializer.Serialize(MigrationAnswer.Of(Migration, engine.SegmentDirectory), Shape);
}

/// <summary>What names a place in the stream: the same as the id of the CloudEvent.</summary>
internal static class EventId
{
    public static string Of(IMigrationRecord record, long position) => $"{record.Id}-{position}";

    /// <summary>The position that an id names; null if it is none of this record.</summary>
    public static long? Position(IMigrationRecord record, string id) =>
        id.Split('-') is [var name, var number] && name == record.Id
        && long.TryParse(number, System.Globalization.NumberStyles.None, null, out var position)
            ? Math.Min(position, record.End)
            : null;
}
