using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>Whether a customer rests between events is nobody's business but the memory's.</summary>
public class PackingProperties
{
    [Fact]
    public void A_customer_who_rests_between_events_becomes_what_one_who_never_rests_becomes() =>
        Prop.ForAll(FoldProperties.Histories(), history =>
        {
            var store = new PackedCustomerStore();
            var random = new Random(history.Seed);
            var (resting, awake) = (new Customer("Ç-1"), new Customer("Ç-1"));
            foreach (var e in history.Events)
            {
                var now = Day(700 + (random.NextDouble() * 100));
                if (random.Next(3) > 0)
                {
                    resting.Pack(store);
                }

                var (ours, theirs) = (resting.Record(e, Year, now), awake.Record(e, Year, now));
                (ours.Status, ours.AssessedAt).ShouldBe((theirs.Status, theirs.AssessedAt));
                ours.Migrations.ShouldBe(theirs.Migrations);
                resting.SegmentState.ShouldBe(awake.SegmentState);
            }

            resting.Pack(store);
            resting.Advance(Year, Day(900)).ShouldBe(awake.Advance(Year, Day(900)));
            CustomerCodec.Canonical(resting).ShouldBe(CustomerCodec.Canonical(awake));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Whoever_rests_answers_like_who_is_awake_and_rests_on() =>
        Prop.ForAll(FoldProperties.Histories(), history =>
        {
            var customer = new Customer("C");
            foreach (var e in history.Events.Take(64))
            {
                customer.Record(e, Year, Day(700));
            }

            var (segmentState, events, first) = (customer.SegmentState, customer.Events, customer.FirstPurchaseAt);
            var segment = customer.ViewAt(720, Year).Segment?.Id;
            var bytes = CustomerCodec.Canonical(customer);
            customer.Pack(new PackedCustomerStore());

            (customer.Id, customer.SegmentState, customer.Events, customer.FirstPurchaseAt).ShouldBe(("C", segmentState, events, first));
            (customer.Is("C"), customer.Is("c")).ShouldBe((true, false));
            (customer.ViewAt(720, Year).Segment?.Id).ShouldBe(segment);
            CustomerCodec.Canonical(customer).ShouldBe(bytes);
            foreach (var e in history.Events.Take(64))
            {
                customer.Record(e, Year, Day(900)).Status.ShouldBe(RecordStatus.Duplicate);
            }

            customer.IsPacked.ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Whoever_has_had_many_events_stays_awake()
    {
        var customer = new Customer("C");
        for (var order = 0; order < 65; order++)
        {
            customer.Record(Bought($"O{order}", order, 10), Year, Day(order));
        }

        customer.Pack(new PackedCustomerStore());

        customer.IsPacked.ShouldBeFalse();
    }

    [Fact]
    public void Customers_of_the_same_quarters_stay_who_they_are() =>
        Prop.ForAll(FoldProperties.Histories(), history =>
        {
            const int Several = 5;
            var random = new Random(history.Seed);
            var store = new PackedCustomerStore();
            Customer[] resting = [.. Enumerable.Range(0, Several).Select(i => new Customer($"C-{i}"))];
            Customer[] awake = [.. Enumerable.Range(0, Several).Select(i => new Customer($"C-{i}"))];
            foreach (var e in history.Events)
            {
                for (var i = 0; i < Several; i++)
                {
                    if (random.Next(3) == 0)
                    {
                        continue; // so that their histories differ
                    }

                    resting[random.Next(Several)].Pack(store);
                    resting[random.Next(Several)].Unpack();
                    var times = random.Next(4) == 0 ? 2 : 1; // redelivered
                    for (var time = 0; time < times; time++)
                    {
                        resting[i].Record(e, Year, Day(800)).Status.ShouldBe(awake[i].Record(e, Year, Day(800)).Status);
                    }
                }
            }

            for (var i = 0; i < Several; i++)
            {
                (resting[i].Id, resting[i].SegmentState).ShouldBe((awake[i].Id, awake[i].SegmentState));
                CustomerCodec.Canonical(resting[i]).ShouldBe(CustomerCodec.Canonical(awake[i]));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Who_wakes_takes_nothing_over_from_who_left_the_state_behind()
    {
        var store = new PackedCustomerStore();
        var (many, few) = (new Customer("many"), new Customer("few"));
        for (var order = 0; order < 40; order++)
        {
            many.Record(Bought($"O{order}", order, 10), Year, Day(order));
        }

        few.Record(Bought("F", 3, 7.5m), Year, Day(3));
        var (asMany, asFew) = (CustomerCodec.Canonical(many), CustomerCodec.Canonical(few));
        few.Pack(store);
        many.Pack(store);
        few.Unpack();
        CustomerCodec.Canonical(few).ShouldBe(asFew);

        few.Pack(store);
        many.Unpack();
        CustomerCodec.Canonical(many).ShouldBe(asMany);
        (few.Id, few.SegmentState.Monetary, few.Events, few.IsPacked).ShouldBe(("few", 7.5m, 1, true));
    }
}
