using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>What must hold of any history: of few orders and of hundreds, with refunds, shuffled and redelivered.</summary>
public class FoldProperties
{
    [Fact]
    public void Any_order_of_arrival_and_any_redelivery_gives_the_same_state_to_the_byte() =>
        Prop.ForAll(Histories(), history =>
        {
            var random = new Random(history.Seed);
            var straight = Fold(history.Events);
            var shuffled = Fold([.. Shuffle([.. history.Events, .. history.Events.Where(_ => random.Next(3) == 0)], random)]);
            return CustomerCodec.Canonical(straight).AsSpan().SequenceEqual(CustomerCodec.Canonical(shuffled));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Rfm_is_what_a_naive_computation_over_the_history_gives() =>
        Prop.ForAll(Histories(), history =>
        {
            foreach (var terms in new[] { Year, AllTime })
            {
                var customer = Fold([.. Shuffle(history.Events, new(history.Seed))], terms);
                foreach (var day in new double[] { 700, 730, 900.25, 1_000, 1_100 })
                {
                    customer.ViewAt(day, terms).Rfm.ShouldBe(Naive(history.Events, Day(day), terms.Window));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_customer_read_back_is_the_same_customer() =>
        Prop.ForAll(Histories(), history =>
        {
            var customer = Fold([.. Shuffle(history.Events, new(history.Seed))]);
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            CustomerCodec.Write(customer, bytes);
            var reader = new PackedReader(bytes.WrittenSpan);

            var back = CustomerCodec.Read(ref reader);

            reader.AtEnd.ShouldBeTrue();
            back.Id.ShouldBe(customer.Id);
            back.SegmentState.ShouldBe(customer.SegmentState);
            CustomerCodec.Canonical(back).ShouldBe(CustomerCodec.Canonical(customer));
            foreach (var e in history.Events)
            {
                back.Record(e, Year, Day(900)).Status.ShouldBe(RecordStatus.Duplicate);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private static Customer Fold(IReadOnlyList<AdmittedEvent> events, AssignmentTerms? terms = null)
    {
        var customer = new Customer("C");
        foreach (var e in events)
        {
            customer.Record(e, terms ?? Year, Day(700));
        }

        return customer;
    }

    /// <summary>RFM by the words of the contract, without anything of the engine's.</summary>
    private static Rfm? Naive(IReadOnlyList<AdmittedEvent> events, DateTimeOffset asOf, TimeSpan? window)
    {
        var counting = events
            .GroupBy(e => e.OrderKey)
            .Where(order => order.Any(e => e.Type == PurchaseEventType.Purchase))
            .Select(order => (
                Time: new DateTimeOffset(order.Where(e => e.Type == PurchaseEventType.Purchase).Min(e => e.OccurredAt), TimeSpan.Zero),
                Value: order.Sum(e => e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount)))
            .Where(order => order.Value > 0 && (window is null || order.Time > asOf - window))
            .ToList();
        return counting.Count == 0
            ? null
            : new((asOf - counting.Max(order => order.Time)).TotalDays, counting.Count, counting.Sum(order => order.Value));
    }

    private static AdmittedEvent[] Shuffle(IEnumerable<AdmittedEvent> events, Random random)
    {
        AdmittedEvent[] shuffled = [.. events];
        random.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Up to 300 events over up to 150 orders in two years; a third are refunds, some of more than was paid.</summary>
    internal static Arbitrary<History> Histories() => (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from size in Gen.Frequency((3, Gen.Choose(0, 12)), (1, Gen.Choose(100, 300)))
        select History.Random(seed, size)).ToArbitrary();

    public sealed record History(int Seed, IReadOnlyList<AdmittedEvent> Events)
    {
        public static History Random(int seed, int size)
        {
            var random = new Random(seed);
            return new(seed, [.. Enumerable.Range(0, size).Select(i =>
            {
                var order = $"O{random.Next(1 + size / 2)}";
                var day = random.Next(0, 700) + (random.Next(86_400) / 86_400.0);
                var amount = random.Next(0, 2_000_000) / 10_000m;
                return random.Next(3) == 0
                    ? Refunded(order, day, amount, $"e{i}")
                    : Bought(order, day, amount, $"e{i}");
            })]);
        }
    }
}
