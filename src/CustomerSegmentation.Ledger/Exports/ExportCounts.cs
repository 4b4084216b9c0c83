using System.Text.Json.Serialization;

namespace CustomerSegmentation.Ledger.Exports;

/// <summary>How much an export has of what.</summary>
public sealed record ExportCounts(
    long Models,
    long Segments,
    long Publications,
    long Settings,
    long Subscriptions,
    [property: JsonPropertyName("acquaintances")] long FirstContacts, // its name in every export there is
    long Migrations,
    long Customers)
{
    /// <summary>Nothing yet.</summary>
    public static ExportCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>With what one more line has.</summary>
    internal ExportCounts With(ExportLine line) => line switch
    {
        { Customer: not null } => this with { Customers = Customers + 1 },
        { Migration: not null } => this with { Migrations = Migrations + 1 },
        { FirstContact: not null } => this with { FirstContacts = FirstContacts + 1 },
        { Subscription: not null } => this with { Subscriptions = Subscriptions + 1 },
        { Setting: not null } => this with { Settings = Settings + 1 },
        { Publication: not null } => this with { Publications = Publications + 1 },
        { Segment: not null } => this with { Segments = Segments + 1 },
        { Model: not null } => this with { Models = Models + 1 },
        _ => this,
    };
}

/// <summary>The first contact of a customer who entered no segment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Since">When the first contact was.</param>
/// <param name="RecordedAt">When the engine knew.</param>
public sealed record FirstContact(string CustomerId, DateTimeOffset Since, DateTimeOffset RecordedAt);
