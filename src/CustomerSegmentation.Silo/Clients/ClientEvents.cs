using CustomerSegmentation.Client;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Clients;

/// <summary>What clients send, as the engine takes it. What it cannot mean is refused there as it is from everybody else.</summary>
internal static class ClientEvents
{
    public static CustomerSegmentation.Customers.Events.PurchaseEvent ToEngine(this Client.PurchaseEvent purchase) => new(
        purchase.EventId,
        (PurchaseEventType)purchase.Type,
        purchase.CustomerId,
        purchase.OrderId,
        purchase.OccurredAt,
        purchase.Amount,
        purchase.Currency);

    /// <exception cref="SegmentationException">It makes no sense.</exception>
    public static Engine.MigrationQuery ToEngine(this Client.MigrationQuery query, string? cursor)
    {
        if (query.From > query.To)
        {
            throw new SegmentationException(ErrorCodes.InvalidTime, "from must not be later than to.");
        }

        if (query.Cause is { } cause && !Enum.IsDefined((Migrations.MigrationCause)cause))
        {
            throw new SegmentationException("invalid_cause", $"This engine knows no cause '{cause}'.");
        }

        return new(
            query.CustomerId,
            query.From,
            query.To,
            (Migrations.MigrationCause?)query.Cause,
            cursor,
            Math.Clamp(query.PageSize, 1, Client.MigrationQuery.LargestPage));
    }
}
