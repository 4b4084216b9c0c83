using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using FsCheck;
using FsCheck.Fluent;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>The next change by time alone is named exactly: one second before it nothing has changed, at it all has.</summary>
public class ForecastProperties
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Who_stops_buying_walks_through_the_segments_at_the_moments_the_forecast_named() =>
        Prop.ForAll(Cases(), shop =>
        {
            var customer = shop.Customer();
            var walked = 0;
            while (customer.View(shop.Terms, shop.From, id => id) is { Next: { } next } before)
            {
                next.At.ShouldBeGreaterThan(before.AsOf);
                var eve = customer.View(shop.Terms, next.At - Second, id => id);
                var day = customer.View(shop.Terms, next.At, id => id);
                eve.Segment?.Id.ShouldBe(before.Segment?.Id);
                day.Segment?.Id.ShouldBe(next.Id);
                next.Id.ShouldNotBe(before.Segment?.Id);

                customer.Advance(shop.Terms, next.At - Second).ShouldBeEmpty();
                var migration = customer.Advance(shop.Terms, next.At).ShouldHaveSingleItem();
                migration.EffectiveAt.ShouldBe(next.At);
                migration.To.ShouldBe(next.Id);
                migration.Cause.ShouldBe(MigrationCause.Decay);
                shop = shop with { From = next.At };
                (++walked).ShouldBeLessThan(1_000);
            }

            if (shop.Terms.Window is not null)
            {
                customer.SegmentState.Segment.ShouldBeNull("with a rolling window everybody lapses in the end");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Looking_once_at_the_end_finds_the_same_migrations_as_looking_every_day() =>
        Prop.ForAll(Cases(), shop =>
        {
            var daily = shop.Customer();
            var once = shop.Customer();
            var found = Enumerable.Range(1, 800)
                .SelectMany(day => daily.Advance(shop.Terms, shop.From.AddDays(day)))
                .Select(Essence).ToList();

            once.Advance(shop.Terms, shop.From.AddDays(800)).Select(Essence).ShouldBe(found);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Between_two_changes_the_segment_is_the_models_at_any_moment() =>
        Prop.ForAll(Cases(), shop =>
        {
            var customer = shop.Customer();
            for (var hour = 0; hour < 24 * 420; hour += 7)
            {
                var view = customer.View(shop.Terms, shop.From.AddHours(hour), id => id);
                var expected = view.Rfm is { } rfm ? shop.Terms.Model.Segments[shop.Terms.Model.Assign(rfm)].Id : null;
                view.Segment?.Id.ShouldBe(expected);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static (string?, string?, DateTimeOffset, int) Essence(Migration migration) =>
        (migration.From, migration.To, migration.EffectiveAt, migration.Sequence);

    private static Arbitrary<Case> Cases() => (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from orders in Gen.Frequency((4, Gen.Choose(1, 12)), (1, Gen.Choose(70, 120)))
        from fitted in Gen.Elements(true, false)
        from windowed in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Case(seed, orders, fitted, windowed)).ToArbitrary();

    public sealed record Case(int Seed, int Orders, bool Fitted, bool Windowed)
    {
        public DateTimeOffset From { get; init; } = Day(300.5);

        internal AssignmentTerms Terms { get; } = new(
            new(Fitted ? RandomModel(new(Seed)) : new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue),
            Windowed ? TimeSpan.FromDays(365) : null);

        internal Customer Customer()
        {
            var random = new Random(Seed);
            var customer = new Customer("C");
            foreach (var i in Enumerable.Range(0, Orders))
            {
                customer.Record(
                    Bought($"O{i}", random.Next(300) + (random.Next(864_000) / 864_000.0), random.Next(1, 300)), Terms, Day(300.5));
            }

            customer.Advance(Terms, Day(300.5));
            return customer;
        }

        private static CentroidModel RandomModel(Random random)
        {
            var k = random.Next(2, 9);
            return new(
                1,
                [.. Enumerable.Range(1, k).Select(i => new Segment($"s{i}", $"S{i}", "", ""))],
                [
                    new("recencyDays", log: random.Next(2) == 0, mean: 3, standardDeviation: 1.2),
                    new("frequency", log: true, mean: 1.5, standardDeviation: 0.6),
                    new("monetary", log: true, mean: 5, standardDeviation: 1.1),
                ],
                [.. Enumerable.Range(0, k).Select(_ => (IReadOnlyList<double>)
                    [random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2])]);
        }
    }
}
