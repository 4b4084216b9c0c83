using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerSegmentation.Client.Http;

/// <summary>Bodies as the HTTP contract has them: camelCase, enums as words, null left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(PurchaseTypeWord), typeof(CauseWord)])]
[JsonSerializable(typeof(PurchaseEvent[]))]
[JsonSerializable(typeof(RecordReceipt))]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(SegmentsView))]
[JsonSerializable(typeof(MigrationPage))]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>Problem details (RFC 9457) with the engine's code.</summary>
internal sealed record ProblemBody(string? Title, string? Detail, string? Code);

/// <summary><c>purchase</c> or <c>refund</c>.</summary>
internal sealed class PurchaseTypeWord() : JsonStringEnumConverter<PurchaseType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>A cause as a word. One that came after this client is no reason to read nothing at all.</summary>
internal sealed class CauseWord : JsonConverter<MigrationCause>
{
    public override MigrationCause Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Enum.TryParse<MigrationCause>(reader.GetString(), ignoreCase: true, out var cause) ? cause : MigrationCause.Other;

    public override void Write(Utf8JsonWriter writer, MigrationCause value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
