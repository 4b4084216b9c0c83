using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Writes bookmarks, subscriptions and their deliveries, within a transaction of the writer.</summary>
public static class SubscriptionWriting
{
    private const int MaxDeliveries = 1_000;

    /// <summary>Keeps how far a reader of the record has got.</summary>
    public static void SaveBookmark(this LedgerWriter writer, string reader, long position)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Run(
            """
            INSERT INTO bookmarks (reader, position) VALUES ($1, $2)
            ON CONFLICT (reader) DO UPDATE SET position = excluded.position
            """,
            reader,
            position);
    }

    /// <summary>Keeps a subscription.</summary>
    public static void Save(this LedgerWriter writer, Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(subscription);
        writer.Run(
            """
            INSERT INTO subscriptions (id, document) VALUES ($1, $2)
            ON CONFLICT (id) DO UPDATE SET document = excluded.document
            """,
            subscription.Id,
            JsonSerializer.Serialize(subscription, SubscriptionJson.Default.Subscription));
    }

    /// <summary>Removes a subscription with its deliveries and its bookmark.</summary>
    public static void DeleteSubscription(this LedgerWriter writer, string id)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Run("DELETE FROM subscriptions WHERE id = $1", id);
        writer.Run("DELETE FROM deliveries WHERE subscription = $1", id);
        writer.Run("DELETE FROM bookmarks WHERE reader = $1", id);
    }

    /// <summary>Keeps a delivery and forgets the oldest.</summary>
    public static void Save(this LedgerWriter writer, string subscriptionId, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(delivery);
        writer.Run(
            """
            INSERT INTO deliveries (subscription, message, document) VALUES ($1, $2, $3)
            ON CONFLICT (subscription, message) DO UPDATE SET document = excluded.document
            """,
            subscriptionId,
            delivery.MessageId,
            JsonSerializer.Serialize(delivery, SubscriptionJson.Default.Delivery));
        writer.Run(
            """
            DELETE FROM deliveries WHERE subscription = $1 AND seq <=
                (SELECT seq FROM deliveries WHERE subscription = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)
            """,
            subscriptionId,
            (long)MaxDeliveries);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(Delivery))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
