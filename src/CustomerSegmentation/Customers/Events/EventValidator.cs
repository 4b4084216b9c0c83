using System.Buffers.Binary;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Customers.Events;

/// <summary>
/// Validates an event against the rules of the contract before a customer folds it, and says what its currency is worth.
/// </summary>
public sealed class EventValidator
{
    /// <summary>Longest identifier, in Unicode characters.</summary>
    public const int MaxIdLength = 200;

    /// <summary>How far after the wall clock an event may lie: shops' clocks differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private const decimal AmountLimit = 1_000_000_000_000_000m;
    private const decimal MaxRate = 1_000_000m;

    private readonly string _currency;
    private readonly Dictionary<string, ExchangeRate> _rates;

    /// <summary>Rules of one engine.</summary>
    /// <exception cref="ArgumentException">A currency is not a code of ISO 4217, or a rate is not above zero.</exception>
    public EventValidator(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _currency = options.Currency;
        foreach (var code in options.Rates.Keys.Append(_currency))
        {
            if (!CurrencyCodes.Contains(code))
            {
                throw new ArgumentException($"'{code}' is not a currency code of ISO 4217.", nameof(options));
            }
        }

        if (options.Rates.FirstOrDefault(rate => rate.Value is <= 0 or > MaxRate) is { Key: { } bad })
        {
            throw new ArgumentException($"The rate of {bad} must be above zero and at most {MaxRate}.", nameof(options));
        }

        _rates = options.Rates.ToDictionary(
            rate => rate.Key, rate => new ExchangeRate(rate.Key, rate.Value), StringComparer.Ordinal);
    }

    /// <summary>Null when the event may be folded; otherwise why not.</summary>
    /// <param name="purchase">What the shop said.</param>
    /// <param name="wallNow">The time on the wall, under either engine clock.</param>
    /// <param name="admitted">What to fold.</param>
    public Refusal? Check(PurchaseEvent purchase, DateTimeOffset wallNow, out AdmittedEvent admitted)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        admitted = default;
        if ((CheckId("eventId", purchase.EventId) ?? CheckId("customerId", purchase.CustomerId) ?? CheckAddress(purchase.CustomerId)
            ?? CheckId("orderId", purchase.OrderId)) is { } badId)
        {
            return badId;
        }

        if (purchase.Type is not (PurchaseEventType.Purchase or PurchaseEventType.Refund))
        {
            return new(RefusalCodes.InvalidType, "type must be 'purchase' or 'refund'.");
        }

        if (purchase.OccurredAt > wallNow + ClockTolerance)
        {
            return new(RefusalCodes.FutureTime,
                $"occurredAt {purchase.OccurredAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} lies more than "
                + $"{ClockTolerance.TotalMinutes:0} minutes in the future.");
        }

        if (CheckAmount(purchase.Amount) is { } badAmount)
        {
            return badAmount;
        }

        ExchangeRate? exchange = null;
        if (purchase.Currency is { } currency && currency != _currency && !_rates.TryGetValue(currency, out exchange))
        {
            return CurrencyCodes.Contains(currency)
                ? new(RefusalCodes.UnknownCurrency, $"No rate from {currency} to {_currency} is configured.")
                : new(RefusalCodes.InvalidCurrency, $"'{Shown(currency)}' is not a currency code of ISO 4217.");
        }

        if (exchange is not null && exchange.Convert(purchase.Amount) >= AmountLimit)
        {
            return new(RefusalCodes.InvalidAmount, $"amount has more than 15 digits before the decimal point in {_currency}.");
        }

        admitted = new(
            purchase.CustomerId,
            purchase.EventId,
            XxHash64.Of(purchase.EventId),
            ContentCheck(purchase),
            XxHash64.Of(purchase.OrderId),
            purchase.Type,
            purchase.OccurredAt.UtcTicks,
            Money.Normal(purchase.Amount))
        {
            Exchange = exchange,
        };
        return null;
    }

    private static Refusal? CheckId(string field, string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return new(RefusalCodes.InvalidId, $"{field} must not be empty.");
        }

        return TextFlaw.Of(id, MaxIdLength) is { } flaw ? new(RefusalCodes.InvalidId, $"{field} {flaw}") : null;
    }

    /// <summary>A customer has an address, and whoever resolves an address takes these two for a way up in it.</summary>
    private static Refusal? CheckAddress(string customerId) => customerId is "." or ".."
        ? new(RefusalCodes.InvalidId, $"customerId must not be '{customerId}': no address leads to it.")
        : null;

    private static Refusal? CheckAmount(decimal amount)
    {
        if (amount < 0)
        {
            return new(RefusalCodes.InvalidAmount, "amount must not be negative; a refund's amount is positive too.");
        }

        if (amount >= AmountLimit)
        {
            return new(RefusalCodes.InvalidAmount, "amount has more than 15 digits before the decimal point.");
        }

        return amount.Scale > 4 && decimal.Round(amount, 4) != amount
            ? new(RefusalCodes.InvalidAmount, "amount has more than 4 digits after the decimal point.")
            : null;
    }

    /// <summary>What the shop said, apart from the event id: 10 and 10.00 are the same, and so are the reporting currency and none.</summary>
    private uint ContentCheck(PurchaseEvent purchase)
    {
        Span<byte> content = stackalloc byte[40];
        content.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(content, XxHash64.Of(purchase.OrderId));
        BinaryPrimitives.WriteInt64LittleEndian(content[8..], purchase.OccurredAt.UtcTicks);
        Int128 amount = (Int128)(purchase.Amount * 10_000m);
        BinaryPrimitives.WriteInt128LittleEndian(content[16..], amount);
        var currency = purchase.Currency ?? _currency;
        for (var i = 0; i < currency.Length && i < 3; i++)
        {
            content[32 + i] = (byte)currency[i];
        }

        content[35] = (byte)purchase.Type;
        return (uint)XxHash64.Of(content);
    }

    private static string Shown(string text) => text.Length <= 20 ? text : string.Concat(text.AsSpan(0, 20), "…");
}
