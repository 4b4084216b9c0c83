using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HostTests.Lanes;

/// <summary>More customers than stay awake at once, some of whom are erased and come back.</summary>
public class LaneCustomersTests
{
    private const int Few = 12_000;
    private const int Many = 70_000; // of more than 65,536 most rest

    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly AssignmentTerms Terms =
        new(new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));

    [Fact]
    public void Everybody_is_found_with_what_they_bought_awake_or_at_rest()
    {
        var customers = new LaneCustomers(new(), lanes: 2);
        for (var order = 1; order <= 3; order++)
        {
            for (var i = 0; i < Many; i++)
            {
                Buy(customers, i, order);
            }
        }

        AtRest(customers).ShouldBeInRange(Many / 2, Many - 1);
        foreach (var i in Enumerable.Range(0, Many))
        {
            var customer = customers.Find(IdOf(i)).ShouldNotBeNull();
            (customer.Id, customer.Events, customer.SegmentState.Monetary).ShouldBe((IdOf(i), 3, (3m * i) + 6));
        }

        customers.Find("Somebody").ShouldBeNull();
        AtRest(customers).ShouldBeGreaterThan(Many / 2, "whoever is asked about rests again once others were");
    }

    [Fact]
    public void Nobody_of_a_few_rests_and_most_do_once_there_are_many()
    {
        var customers = new LaneCustomers(new(), lanes: 2);
        for (var i = 0; i < Few; i++)
        {
            Buy(customers, i, order: 1);
        }

        AtRest(customers).ShouldBe(0);
        for (var order = 1; order <= 2; order++)
        {
            for (var i = Few; i < Many; i++)
            {
                Buy(customers, i, order);
            }
        }

        AtRest(customers).ShouldBeGreaterThan(Many - Few);
        customers.Find(IdOf(0)).ShouldNotBeNull().Events.ShouldBe(1);
    }

    [Fact]
    public void Whoever_is_erased_is_gone_and_comes_back_as_somebody_new()
    {
        var customers = new LaneCustomers(new(), lanes: 2);
        var known = new HashSet<int>();
        var random = new Random(7);
        for (var step = 0; step < 6 * Many; step++)
        {
            var i = random.Next(Many);
            if (random.Next(20) == 0)
            {
                customers.Remove(IdOf(i)).ShouldBe(known.Remove(i));
            }
            else if (known.Add(i))
            {
                Buy(customers, i, order: 1);
            }
        }

        customers.Count.ShouldBe(known.Count);
        Enumerable.Range(0, customers.Columns.Count).ShouldContain(slot => customers[slot] != null && customers[slot]!.IsPacked);
        for (var i = 0; i < Many; i++)
        {
            customers.Find(IdOf(i))?.Events.ShouldBe(1);
            (customers.Find(IdOf(i)) is not null).ShouldBe(known.Contains(i));
        }
    }

    [Fact]
    public void Whoever_is_erased_leaves_their_place_to_others()
    {
        var customers = new LaneCustomers(new(), lanes: 2);
        var once = 0L;
        for (var shop = 0; shop < 5; shop++)
        {
            for (var i = 0; i < Many; i++)
            {
                Buy(customers, i, order: 1);
            }

            once = shop == 0 ? customers.Capacity : once;
            customers.Capacity.ShouldBeLessThanOrEqualTo(once + (once / 10));
            for (var i = 0; i < Many; i++)
            {
                customers.Remove(IdOf(i)).ShouldBeTrue();
            }
        }

        once.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_page_holds_the_same_bytes_whether_its_customers_rest_or_not()
    {
        var customers = new LaneCustomers(new(), lanes: 2);
        Enumerable.Range(0, Many).ToList().ForEach(i => Buy(customers, i, order: 1));
        var resting = new ArrayBufferWriter<byte>();
        customers[0]!.IsPacked.ShouldBeTrue();
        customers.TakePage(0, resting);
        for (var slot = 0; slot < LaneCustomers.PageSize; slot++)
        {
            customers[slot]!.Unpack();
        }

        var awake = new ArrayBufferWriter<byte>();
        customers.TakePage(0, awake);

        awake.WrittenSpan.SequenceEqual(resting.WrittenSpan).ShouldBeTrue();
    }

    private static void Buy(LaneCustomers customers, int i, int order)
    {
        var at = Day0.AddDays(order);
        new EventValidator(new EngineOptions()).Check(
            new($"e-{i}-{order}", PurchaseEventType.Purchase, IdOf(i), $"o-{i}-{order}", at, i + order, "EUR"), at, out var e)
            .ShouldBeNull();
        var slot = customers.SlotOf(e.CustomerId);
        customers[slot]!.Record(e, Terms, at).Status.ShouldBe(RecordStatus.Recorded);
        customers.Changed(slot);
    }

    private static int AtRest(LaneCustomers customers) =>
        Enumerable.Range(0, customers.Columns.Count).Count(slot => customers[slot]!.IsPacked);

    private static string IdOf(int i) => i % 2 == 0 ? $"C-{i}" : $"Käufer № {i}";
}
