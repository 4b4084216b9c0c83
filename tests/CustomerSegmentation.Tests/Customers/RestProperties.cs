using System.Buffers;
using CustomerSegmentation.Customers;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>Whether a customer rests between events is nobody's business but the memory's.</summary>
public class RestProperties
{
    [Fact]
    public void A_customer_who_rests_between_events_becomes_what_one_who_never_rests_becomes() =>
        Prop.ForAll(FoldProperties.Histories(), history =>
        {
            var room = new ArrayBufferWriter<byte>();
            var random = new Random(history.Seed);
            var (resting, awake) = (new Customer("Ç-1"), new Customer("Ç-1"));
            foreach (var e in history.Events)
            {
                var now = Day(700 + (random.NextDouble() * 100));
                if (random.Next(3) > 0)
                {
                    resting.Rest(room);
                }

                var (ours, theirs) = (resting.Record(e, Year, now), awake.Record(e, Year, now));
                (ours.Status, ours.AssessedAt).ShouldBe((theirs.Status, theirs.AssessedAt));
                ours.Migrations.ShouldBe(theirs.Migrations);
                resting.Standing.ShouldBe(awake.Standing);
            }

            resting.Rest(room);
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

            var (standing, events, first) = (customer.Standing, customer.Events, customer.FirstPurchaseAt);
            var segment = customer.ViewAt(720, Year).Segment?.Id;
            var bytes = CustomerCodec.Canonical(customer);
            customer.Rest(new());

            (customer.Id, customer.Standing, customer.Events, customer.FirstPurchaseAt).ShouldBe(("C", standing, events, first));
            (customer.Is("C"), customer.Is("c")).ShouldBe((true, false));
            customer.ViewAt(720, Year).Segment?.Id.ShouldBe(segment);
            CustomerCodec.Canonical(customer).ShouldBe(bytes);
            foreach (var e in history.Events.Take(64))
            {
                customer.Record(e, Year, Day(900)).Status.ShouldBe(RecordStatus.Duplicate);
            }

            customer.IsAtRest.ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Whoever_has_had_many_events_stays_awake()
    {
        var customer = new Customer("C");
        for (var order = 0; order < 65; order++)
        {
            customer.Record(Bought($"O{order}", order, 10), Year, Day(order));
        }

        customer.Rest(new());

        customer.IsAtRest.ShouldBeFalse();
    }
}
