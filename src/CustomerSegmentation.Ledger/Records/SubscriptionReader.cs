using System.Globalization;
using System.Text.Json;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Subscriptions;
using Dapper;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads subscriptions and their deliveries. Any thread.</summary>
public sealed class SubscriptionReader
{
    private readonly LedgerSource _source;

    internal SubscriptionReader(LedgerSource source) => _source = source;

    /// <summary>Every subscription, by id.</summary>
    public IReadOnlyList<Subscription> All()
    {
        using var connection = _source.Connect();
        return [.. connection.Query<string>("SELECT document FROM subscriptions ORDER BY id")
            .Select(json => JsonSerializer.Deserialize(json, SubscriptionJson.Default.Subscription)!)];
    }

    /// <summary>Deliveries of a subscription, newest first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public Page<Delivery> Deliveries(string subscriptionId, string? cursor, int limit)
    {
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw new InvalidCursorException(cursor);
        }

        using var connection = _source.Connect();
        var rows = connection.Query<(long Place, string Document)>(
            """
            SELECT seq, document FROM deliveries WHERE subscription = @subscriptionId AND seq < @before
            ORDER BY seq DESC LIMIT @most
            """,
            new { subscriptionId = subscriptionId.AsText(), before, most = limit + 1 }).AsList();
        return new(
            [.. rows.Take(limit).Select(row => JsonSerializer.Deserialize(row.Document, SubscriptionJson.Default.Delivery)!)],
            rows.Count > limit ? rows[limit - 1].Place.ToString(CultureInfo.InvariantCulture) : null);
    }
}
