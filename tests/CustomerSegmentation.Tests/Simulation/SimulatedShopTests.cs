using System.Buffers;
using System.Security.Cryptography;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Tests.Simulation;

public class SimulatedShopTests
{
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddDays(365);

    private static List<PurchaseEvent> Year(int customers = 2_000, ulong seed = 1) =>
        [.. new SimulatedShop(new() { Customers = customers, Seed = seed }).History(From, To)];

    [Fact]
    public void The_same_seed_gives_the_same_events() => Year().ShouldBe(Year());

    [Fact]
    public void The_events_of_seed_1_are_the_same_on_every_machine()
    {
        var lines = new ArrayBufferWriter<byte>();
        PurchaseEventJson.WriteLines(lines, Year(customers: 500));

        // Pinned, not derived: a change here breaks whoever keeps a simulated history.
        Convert.ToHexStringLower(SHA256.HashData(lines.WrittenSpan)).ShouldBe("9f8e13846997b1bc7582eb176996c395f12d09ec8cd8877c03a1704dec583e22");
    }

    [Fact]
    public void Another_seed_brings_other_orders_of_the_same_customers()
    {
        var one = Year(seed: 1);
        var two = Year(seed: 2);

        one.Select(e => e.EventId).Intersect(two.Select(e => e.EventId)).ShouldBeEmpty();
        two.Select(e => e.CustomerId).Distinct().Order().ShouldBe(one.Select(e => e.CustomerId).Distinct().Order());
    }

    [Fact]
    public void Events_come_in_time_order_within_the_history()
    {
        var times = Year().Select(e => e.OccurredAt).ToList();

        times.ShouldBe(times.Order());
        times[0].ShouldBeGreaterThanOrEqualTo(From);
        times[^1].ShouldBeLessThan(To);
    }

    [Fact]
    public void Every_customer_is_known_at_the_end_of_the_history() =>
        Year().Select(e => e.CustomerId).Distinct().Count().ShouldBe(2_000);

    [Fact]
    public void Event_ids_are_unique() => Year().Select(e => e.EventId).ShouldBeUnique();

    [Fact]
    public void Every_event_passes_the_rules_of_the_contract()
    {
        var validator = new EventValidator(new EngineOptions());

        foreach (var purchase in Year())
        {
            validator.Check(purchase, To, out _).ShouldBeNull();
        }
    }

    [Fact]
    public void Refunds_follow_their_order_and_never_exceed_it()
    {
        var left = new Dictionary<string, (string Customer, decimal Value)>();
        var refunds = 0;
        foreach (var e in Year(customers: 5_000))
        {
            if (e.Type == PurchaseEventType.Purchase)
            {
                left.Add(e.OrderId, (e.CustomerId, e.Amount));
                continue;
            }

            var (customer, value) = left[e.OrderId];
            customer.ShouldBe(e.CustomerId);
            value.ShouldBeGreaterThanOrEqualTo(e.Amount);
            left[e.OrderId] = (customer, value - e.Amount);
            refunds++;
        }

        refunds.ShouldBeGreaterThan(500);
        left.Values.Count(order => order.Value == 0).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void About_8_in_100_orders_come_back_in_part_or_whole()
    {
        var events = Year(customers: 20_000);
        var old = events.Where(e => e.Type == PurchaseEventType.Purchase && e.OccurredAt < To.AddDays(-150))
            .Select(e => e.OrderId).ToHashSet();

        var returned = events.Where(e => e.Type == PurchaseEventType.Refund).Select(e => e.OrderId).Distinct()
            .Count(old.Contains);

        (returned / (double)old.Count).ShouldBe(0.08, 4 * Math.Sqrt(0.08 * 0.92 / old.Count));
    }

    [Fact]
    public void Live_events_bear_the_callers_time_and_follow_the_history()
    {
        var shop = new SimulatedShop(new() { Customers = 500 });
        var history = shop.History(From, To).ToList();
        var known = history.ToDictionary(e => e.EventId);
        var orders = history.Select(e => e.OrderId).ToHashSet();

        for (var i = 0; i < 20_000; i++)
        {
            var now = To.AddMilliseconds(i);
            var next = shop.Next(now);
            next.OccurredAt.ShouldBe(now);
            known.TryAdd(next.EventId, next).ShouldBeTrue();
            orders.Add(next.OrderId).ShouldBe(next.Type == PurchaseEventType.Purchase);
        }
    }

    [Fact]
    public void A_shop_without_a_history_opens_live_and_newcomers_replace_who_dropped_out()
    {
        var shop = new SimulatedShop(new() { Customers = 100 });

        var customers = Enumerable.Range(0, 50_000).Select(_ => shop.Next(From).CustomerId).Distinct().Count();

        customers.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void A_second_history_of_one_shop_is_refused()
    {
        var shop = new SimulatedShop(new() { Customers = 1 });
        shop.History(From, To);

        Should.Throw<InvalidOperationException>(() => shop.History(From, To));
    }
}
