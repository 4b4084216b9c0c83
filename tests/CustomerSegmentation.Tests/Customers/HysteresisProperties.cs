using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>What must hold of any customer, model, margin and dwell.</summary>
public class HysteresisProperties
{
    [Fact]
    public void Migrations_are_those_of_a_walk_through_every_second()
    {
        var held = 0;
        Prop.ForAll(Shops(), shop =>
        {
            var (moves, seconds) = shop.SecondBySecond();
            held += seconds;
            Live(new("C"), shop).Select(move => (move.To, move.EffectiveAt, move.Cause)).ShouldBe(moves);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(90));
        held.ShouldBeGreaterThan(0, "margins and dwells hold somebody");
    }

    [Fact]
    public void Forecasts_and_reads_at_any_moment_say_what_will_be_recorded() =>
        Prop.ForAll(Shops(), shop =>
        {
            var customer = new Customer("C");
            var from = new DateTimeOffset(shop.Events[^1].OccurredAt, TimeSpan.Zero);
            foreach (var e in shop.Events)
            {
                customer.Record(e, shop.Terms, from);
            }

            var moves = shop.SecondBySecond().Moves;
            for (var moment = from; moment <= HeldShop.End; moment += TimeSpan.FromSeconds(61.7))
            {
                var view = customer.View(shop.Terms, moment, id => id);
                var next = moves.Find(move => move.At > moment);
                view.Segment?.Id.ShouldBe(moves.FindLast(move => move.At <= moment).To);
                (view.Next?.Id, view.Next?.At ?? default).ShouldBe((next.To, next.At));
                customer.SegmentStateAt(shop.Terms, moment).Segment.ShouldBe(view.Segment?.Id);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Nobody_moves_again_within_the_dwell_unless_they_lapse() =>
        Prop.ForAll(Shops(), shop =>
        {
            var moves = Live(new("C"), shop);
            foreach (var (before, after) in moves.Zip(moves.Skip(1)).Where(pair => pair.Second is { From: not null, To: not null }))
            {
                (after.EffectiveAt - before.EffectiveAt).TotalSeconds.ShouldBeGreaterThanOrEqualTo(shop.DwellSeconds);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Hysteresis_of_nothing_is_none() =>
        Prop.ForAll(Shops(), shop =>
        {
            var nothing = shop with { Margin = 0, DwellSeconds = 0 };
            var off = shop.Terms with { Hysteresis = null };
            Live(new("C"), shop, off).ShouldBe(Live(new("C"), shop, off with { Hysteresis = new(nothing.Margin, TimeSpan.Zero) }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_crash_anywhere_changes_nothing() =>
        Prop.ForAll(Shops(), shop =>
        {
            var random = new Random(shop.Seed);
            var page = new System.Buffers.ArrayBufferWriter<byte>();
            var (customer, migrations, journal) = (new Customer("C"), new List<Migration>(), new List<(AdmittedEvent Event, long AssessedAt)>());
            CustomerCodec.Write(customer, page);
            var inPage = 0;
            foreach (var (e, now) in shop.Arrivals)
            {
                var outcome = customer.Record(e, shop.Terms, now);
                migrations.AddRange(outcome.Migrations);
                journal.Add((e, outcome.AssessedAt));
                switch (random.Next(4))
                {
                    case 0:
                        page.ResetWrittenCount();
                        CustomerCodec.Write(customer, page);
                        inPage = migrations.Count;
                        journal.RemoveRange(0, random.Next(2) * journal.Count); // a page may be ahead of its journal
                        break;
                    case 1:
                        var reader = new PackedReader(page.WrittenSpan);
                        customer = CustomerCodec.Read(ref reader);
                        journal.ForEach(row => customer.Replay(row.Event));
                        migrations.Skip(inPage).ToList().ForEach(customer.Replay);
                        if (journal.Count > 0)
                        {
                            customer.Resume(shop.Terms, journal[^1].AssessedAt);
                        }

                        break;
                }
            }

            migrations.AddRange(customer.Advance(shop.Terms, HeldShop.End));
            var untroubled = new Customer("C");
            migrations.Select(Essence).ShouldBe([
                .. shop.Arrivals.SelectMany(arrival => untroubled.Record(arrival.Event, shop.Terms, arrival.Now).Migrations).Select(Essence),
                .. untroubled.Advance(shop.Terms, HeldShop.End).Select(Essence),
            ]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    private static (string?, string?, DateTimeOffset, MigrationCause, int) Essence(Migration migration) =>
        (migration.From, migration.To, migration.EffectiveAt, migration.Cause, migration.Sequence);

    /// <summary>Every event when it happens, and nothing in between.</summary>
    private static List<Migration> Live(Customer customer, HeldShop shop, AssignmentTerms? terms = null) =>
    [
        .. shop.Events.SelectMany(e => customer.Record(e, terms ?? shop.Terms, new(e.OccurredAt, TimeSpan.Zero)).Migrations),
        .. customer.Advance(terms ?? shop.Terms, HeldShop.End),
    ];

    private static Arbitrary<HeldShop> Shops() => (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from orders in Gen.Choose(1, 12)
        from kind in Gen.Elements("rules", "centroids", "centroids", "mixture")
        from margin in Gen.Elements(0, 0.05, 0.3, 1.5)
        from dwell in Gen.Elements(0, 90, 400, 1_500)
        select new HeldShop(seed, orders, kind, margin, dwell)).ToArbitrary();
}
