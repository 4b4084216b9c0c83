using System.Text.Json.Serialization;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>
/// A line of an export: one of these. They come in this order, so that whoever reads them needs nothing from further on, and
/// the last one tells whether all came.
/// </summary>
internal sealed record ExportLine
{
    public ExportHeader? Export { get; init; }

    public ModelDocument? Model { get; init; }

    public Segment? Segment { get; init; }

    public ExportedPublication? Publication { get; init; }

    public ExportedSetting? Setting { get; init; }

    public Subscription? Subscription { get; init; }

    [JsonPropertyName("acquaintance")] // its name in every export there is
    public FirstContact? FirstContact { get; init; }

    public Migration? Migration { get; init; }

    /// <summary>By <see cref="CustomerSegmentation.Customers.Packing.CustomerCodec"/>; in base64 on the line.</summary>
    public byte[]? Customer { get; init; }

    public ExportEnd? End { get; init; }
}

/// <summary>What the file is.</summary>
/// <param name="Kind">The same in every export.</param>
/// <param name="Version">Raised with every change that an older reader would not understand.</param>
/// <param name="Currency">Of the amounts, ISO 4217.</param>
internal sealed record ExportHeader(string Kind, int Version, string Currency)
{
    public const string OurKind = "customer-segmentation";
    public const int OurVersion = 1;
}

/// <summary>Which version was put in force when.</summary>
internal sealed record ExportedPublication(int Ordinal, int Version, DateTimeOffset At);

/// <summary>A setting or marker, see <see cref="Markers"/>.</summary>
internal sealed record ExportedSetting(string Key, string Value);

/// <summary>What there was before.</summary>
/// <param name="Counts">How many of what.</param>
/// <param name="Sha256">Of all lines before this one, their ends included.</param>
internal sealed record ExportEnd(ExportCounts Counts, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportLine))]
internal sealed partial class ExportJson : JsonSerializerContext;
