using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>
/// Orders in other currencies than the reporting one: kept as they came, converted as a whole at the rate of their purchase. Amounts, parts, rates
/// that change from event to event and the order of arrival come from a seed.
/// </summary>
public class ForeignOrderProperties
{
    private static readonly string[] Currencies = ["EUR", "USD", "GBP", "JPY"];

    [Fact]
    public void An_order_that_is_refunded_in_full_does_not_count_whatever_its_parts_rates_and_order_of_arrival()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var currency = Currencies[random.Next(Currencies.Length)];
            var (purchased, refunds) = (Ticks(random, 5_000_000), new List<decimal>());
            for (var (parts, left) = (1 + random.Next(5), purchased); parts > 0; parts--)
            {
                refunds.Add(parts == 1 ? left : Math.Min(left, Ticks(random, (int)(left * 10_000m) + 1)));
                left -= refunds[^1];
            }

            var said = refunds.Select((amount, i) => Said($"r{i}", PurchaseEventType.Refund, 20 + i, amount, currency))
                .Prepend(Said("p", PurchaseEventType.Purchase, 10, purchased, currency))
                .OrderBy(_ => random.Next()).ToList();

            var customer = Fold(said, random);

            customer.ViewAt(100, AllTime).Rfm.ShouldBeNull($"seed {seed}: {string.Join(", ", said)}");
        }
    }

    [Fact]
    public void An_order_in_one_currency_is_its_net_amount_at_the_rate_of_its_first_purchase()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 1 + random.Next(6))
                .Select(i => (
                    Said: Said($"e{i}", i == 0 || random.Next(2) == 0 ? PurchaseEventType.Purchase : PurchaseEventType.Refund, 10 + i, Ticks(random, 900_000), "USD"),
                    Rate: Ticks(random, 20_000) + 0.0001m))
                .ToList();
            var customer = new Customer("C");
            foreach (var (said, rate) in events.OrderBy(_ => random.Next()))
            {
                customer.Record(Admit(said, rate), AllTime, Day(100));
            }

            var net = events.Sum(e => e.Said.Type == PurchaseEventType.Purchase ? e.Said.Amount : -e.Said.Amount);
            var worth = decimal.Round(net * events[0].Rate, 4, MidpointRounding.ToEven);
            (customer.ViewAt(100, AllTime).Rfm?.Monetary ?? 0).ShouldBe(Math.Max(0, worth), $"seed {seed}");
        }
    }

    [Fact]
    public void Several_currencies_in_one_order_add_up_alike_in_any_order_of_arrival_and_after_any_rest()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 1 + random.Next(8)).Select(i => Admit(
                Said(
                    $"e{i}",
                    random.Next(3) > 0 ? PurchaseEventType.Purchase : PurchaseEventType.Refund,
                    10 + random.Next(3),
                    Ticks(random, 90_000),
                    Currencies[random.Next(Currencies.Length)],
                    order: $"O{random.Next(3)}"),
                Ticks(random, 20_000) + 0.0001m)).ToList();

            var straight = Canonical(events, rest: false);

            Canonical([.. events.OrderBy(_ => random.Next())], rest: true).ShouldBe(straight, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("USD", "0.9137", "30.03", "10.01", "10.01", "10.01")]
    [InlineData("EUR", "1", "8.2645", "4.1323", "4.1322")]
    public void It_is_so_with_the_amounts_that_once_left_a_ten_thousandth(string currency, string rate, params string[] amounts)
    {
        var customer = new Customer("C");
        for (var i = 0; i < amounts.Length; i++)
        {
            var type = i == 0 ? PurchaseEventType.Purchase : PurchaseEventType.Refund;
            customer.Record(Admit(Said($"e{i}", type, 10 + i, Number(amounts[i]), currency), Number(rate)), AllTime, Day(100));
        }

        customer.ViewAt(100, AllTime).Rfm.ShouldBeNull();
    }

    [Fact]
    public void Money_keeps_its_two_decimals_through_sums_and_rests()
    {
        var customer = new Customer("C");
        customer.Record(Admit(Said("a", PurchaseEventType.Purchase, 10, 55.5m, "EUR", order: "A"), 1), AllTime, Day(100));
        Text(customer).ShouldBe("55.50");
        Text(CustomerCodec.Read(CustomerCodec.Pack(customer))).ShouldBe("55.50");
        customer.Record(Admit(Said("b", PurchaseEventType.Purchase, 11, 0.1234m, "EUR", order: "B"), 1), AllTime, Day(100));
        customer.Record(Admit(Said("c", PurchaseEventType.Purchase, 12, 0.3766m, "EUR", order: "C"), 1), AllTime, Day(100));
        Text(customer).ShouldBe("56.00");
        Text(CustomerCodec.Read(CustomerCodec.Pack(customer))).ShouldBe("56.00");
    }

    private static string Text(Customer customer) =>
        customer.ViewAt(100, AllTime).Rfm!.Value.Monetary.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Customer Fold(IEnumerable<PurchaseEvent> events, Random random)
    {
        var customer = new Customer("C");
        foreach (var e in events)
        {
            customer.Record(Admit(e, Ticks(random, 20_000) + 0.0001m), AllTime, Day(100));
            if (random.Next(3) == 0)
            {
                customer = CustomerCodec.Read(CustomerCodec.Pack(customer));
            }
        }

        return customer;
    }

    private static byte[] Canonical(List<AdmittedEvent> events, bool rest)
    {
        var customer = new Customer("C");
        foreach (var e in events)
        {
            customer.Record(e, AllTime, Day(100));
            customer = rest ? CustomerCodec.Read(CustomerCodec.Pack(customer)) : customer;
        }

        return CustomerCodec.Canonical(customer);
    }

    private static decimal Ticks(Random random, int most) => Math.Max(1, random.Next(most)) / 10_000m;

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static PurchaseEvent Said(
        string id, PurchaseEventType type, double day, decimal amount, string currency, string order = "O") =>
        new(id, type, "C", order, Day(day), amount, currency);

    /// <summary>As an engine admits it whose rates are such at the time.</summary>
    private static AdmittedEvent Admit(PurchaseEvent said, decimal rate)
    {
        var rates = Currencies.Skip(1).ToDictionary(currency => currency, _ => rate);
        new EventValidator(new EngineOptions { Rates = rates }).Check(said, Day(1_000), out var admitted).ShouldBeNull();
        return admitted;
    }
}
