using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Api;

/// <summary>
/// How answers look as JSON: camelCase, enums as words, times in UTC with Z, null written out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(RecordAnswer))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(SegmentsAnswer))]
[JsonSerializable(typeof(SegmentAnswer))]
[JsonSerializable(typeof(SegmentEditBody))]
[JsonSerializable(typeof(MemberAnswer))]
[JsonSerializable(typeof(PageAnswer<MemberAnswer>))]
[JsonSerializable(typeof(DepartureAnswer))]
[JsonSerializable(typeof(PageAnswer<DepartureAnswer>))]
[JsonSerializable(typeof(OutlookAnswer))]
[JsonSerializable(typeof(PathAnswer))]
[JsonSerializable(typeof(ExplanationAnswer))]
[JsonSerializable(typeof(MigrationAnswer))]
[JsonSerializable(typeof(PageAnswer<MigrationAnswer>))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(PageAnswer<WebhookAnswer>))]
[JsonSerializable(typeof(PageAnswer<DeliveryAnswer>))]
[JsonSerializable(typeof(AlertAnswer))]
[JsonSerializable(typeof(MatrixAnswer))]
[JsonSerializable(typeof(MatrixCellAnswer))]
[JsonSerializable(typeof(IReadOnlyList<FlowAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<SeriesAnswer>))]
[JsonSerializable(typeof(RetentionAnswer))]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(FitBody))]
[JsonSerializable(typeof(FitAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(HealthDetailsAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes <paramref name="options"/> write answers as the contract shows them.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new EnumNameConverter<PurchaseEventType>());
        options.Converters.Add(new EnumNameConverter<MigrationCause>());
        options.Converters.Add(new EnumNameConverter<ModelStatus>());
        options.Converters.Add(new EnumNameConverter<LineageEvent>());
        options.Converters.Add(new EnumNameConverter<FitTrigger>());
        options.Converters.Add(new EnumNameConverter<FitResult>());
        options.Converters.Add(new EnumNameConverter<PathVerdict>());
        options.Converters.Add(new EnumNameConverter<MigrationDriver>());
        options.Converters.Add(new EnumNameConverter<AlertKind>());
        options.Converters.Add(new EnumNameConverter<DeliveryStatus>());
        options.Converters.Add(new UtcTimes());
        options.NumberHandling = JsonNumberHandling.Strict;
        // Answers are JSON by their content type and never part of a page, so quotes and plus signs stay as they are.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private sealed class EnumNameConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        where TEnum : struct, Enum;

    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
