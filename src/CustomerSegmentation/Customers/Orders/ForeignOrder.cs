using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Customers.Orders;

/// <summary>
/// What is known of an order in another currency than the reporting one: it is kept as it came, and converted as a whole at the rate of
/// its first purchase. So an order that is refunded in full is worth nothing, whatever became of the rate and of roundings. All of it is a
/// sum or a minimum: any order of arrival gives the same.
/// </summary>
/// <param name="Currency">ISO 4217 code; of an order in several currencies, of any of them.</param>
/// <param name="Amount">Purchases minus refunds in it; meaningless for several currencies.</param>
/// <param name="Rate">Of the first purchase, the highest if there are several at that time; 0 as long as only refunds are known.</param>
/// <param name="RatedAt">When the first purchase in it was made (UTC ticks); <see cref="Order.NoPurchase"/> for none.</param>
/// <param name="Converted">Purchases minus refunds in the reporting currency, each converted by itself.</param>
/// <param name="IsMixed">Whether the order is in several currencies: then its value is that sum.</param>
internal readonly record struct ForeignOrder(
    string Currency, decimal Amount, decimal Rate, long RatedAt, decimal Converted, bool IsMixed)
{
    /// <summary>The value of the order in the reporting currency.</summary>
    public decimal Value => IsMixed || Rate == 0 ? Converted : new ExchangeRate(Currency, Rate).Convert(Amount);

    /// <summary>Of an order of which nothing is known, or only a value in the reporting currency.</summary>
    /// <param name="exchange">Of the first event in another currency.</param>
    /// <param name="value">The value so far; null for a new order.</param>
    public static ForeignOrder Of(ExchangeRate exchange, decimal? value) =>
        new(exchange.Currency, 0, 0, Order.NoPurchase, value ?? 0, value is not null);

    /// <summary>With one more event.</summary>
    public ForeignOrder With(in AdmittedEvent e)
    {
        var isPurchase = e.Type == PurchaseEventType.Purchase;
        var amount = isPurchase ? e.Amount : -e.Amount;
        if (e.Exchange is not { } exchange)
        {
            return this with { Converted = Money.Normal(Converted + amount), IsMixed = true };
        }

        var isFirst = isPurchase && (e.OccurredAt < RatedAt || (e.OccurredAt == RatedAt && exchange.Rate > Rate));
        return this with
        {
            // Of several currencies any will do, as long as every order of arrival gives the same.
            Currency = string.CompareOrdinal(exchange.Currency, Currency) < 0 ? exchange.Currency : Currency,
            Amount = Money.Normal(Amount + amount),
            Rate = isFirst ? exchange.Rate : Rate,
            RatedAt = isFirst ? e.OccurredAt : RatedAt,
            Converted = Money.Normal(Converted + exchange.Convert(amount)),
            IsMixed = IsMixed || exchange.Currency != Currency,
        };
    }
}
