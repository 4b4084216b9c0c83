using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Identity;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Identity;

/// <summary>Whatever the customers are like, refits keep the promises that people build on.</summary>
public sealed class ProposalProperties
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Refitting_unchanged_customers_renames_nobody() =>
        Prop.ForAll(Cases(), c =>
        {
            var shop = Shop(c.Customers, c.Seed);
            var first = Propose(shop, c.K, Rules(), []);

            var second = Propose(shop, c.K, first.Model, Wordings(first));

            second.Preview.Moved.ShouldBe(0);
            second.Model.Model.Segments.ShouldBe(first.Model.Model.Segments);
            second.Model.Lineage!.Steps.ShouldAllBe(step => step.Event == LineageEvent.Continued);
            second.Model.Drift!.Worst.Index.ShouldBe(0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Refitting_unchanged_customers_chooses_the_same_number_of_segments() =>
        Prop.ForAll(Cases(), c =>
        {
            var shop = Shop(c.Customers, c.Seed).InOrder();
            var request = new FitRequest(MinK: 2, MaxK: 7);
            var first = FittedModel.Of(shop, request, 1, 1, minimumCustomers: 1);

            var second = FittedModel.Of(shop, request, 2, 100, minimumCustomers: 1, first.Model);

            second.Report.K.ShouldBe(first.Report.K);
            second.Report.Metrics.Single(m => m.K == first.Report.K).Inertia.ShouldBe(
                first.Report.Metrics.Single(m => m.K == first.Report.K).Inertia, 1e-9 * shop.Customers);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Permuting_the_customers_changes_no_id_and_no_name() =>
        Prop.ForAll(Cases(), c =>
        {
            var shop = Shop(c.Customers, c.Seed);
            var permuted = Permuted(shop, c.Seed);
            var first = Propose(shop, c.K, Rules(), []);

            Propose(permuted, c.K, Rules(), []).Model.Model.Segments.ShouldBe(first.Model.Model.Segments);
            Propose(permuted, c.NextK, first.Model, Wordings(first)).Model.Model.Segments
                .ShouldBe(Propose(shop, c.NextK, first.Model, Wordings(first)).Model.Model.Segments);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Ids_and_names_are_unique_inherited_ones_are_justified_and_the_matrix_counts_everybody() =>
        Prop.ForAll(Cases(), c =>
        {
            var first = Propose(Shop(c.Customers, c.Seed), c.K, Rules(), []);
            var wordings = Wordings(first);
            var favourite = first.Model.Model.Segments[c.Seed % c.K];
            wordings[favourite.Id] = favourite with { Name = "Lost · less recent", Action = "Ours." };

            var next = Propose(Shop(c.Customers, c.Seed + 1), c.NextK, first.Model, wordings);

            var segments = next.Model.Model.Segments;
            segments.Select(segment => segment.Id).ShouldBeUnique();
            segments.Select(segment => segment.Name).ShouldBeUnique();
            foreach (var segment in segments)
            {
                if (wordings.TryGetValue(segment.Id, out var known))
                {
                    segment.ShouldBe(known);
                    var overlap = next.Model.Lineage!.Steps.SelectMany(step => step.Overlaps)
                        .First(o => o.From == segment.Id && o.To == segment.Id);
                    (1 / ((1 / overlap.ShareOfFrom) + (1 / overlap.ShareOfTo) - 1)).ShouldBeGreaterThan(SegmentMatching.MinOverlap - 1e-9);
                }
            }

            next.Preview.Matrix.Customers.Sum(row => row.Sum()).ShouldBe(c.Customers);
            next.Model.Lineage!.Steps.SelectMany(step => step.To).Distinct().Count().ShouldBe(c.NextK);
            next.Model.Lineage.Steps.SelectMany(step => step.From).Distinct().Count().ShouldBe(c.K);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    private static FitOutcome Propose(Population shop, int k, ModelRecord before, Dictionary<string, Segment> wordings)
    {
        var population = shop.InOrder();
        var number = wordings.Count + 1;
        var fitted = FittedModel.Of(population, new FitRequest(K: k), before.Model.Version + 1, number, minimumCustomers: 1, before.Model);
        var cells = Enumerable.Range(0, population.Customers).Select(i =>
        {
            var (r, f, m) = (population.RecencyDays[i], population.Frequency[i], population.Monetary[i]);
            return new OverlapCell(before.Model.Segments[before.Model.Assign(r, f, m)].Id, fitted.Model.Assign(r, f, m), 1, m);
        });
        var overlap = new MembershipOverlap(before.Model.Segments.Select(segment => segment.Id), k, cells);
        return Proposal.Of(fitted, population, overlap, before, wordings, number, new(), Now);
    }

    private static ModelRecord Rules() =>
        new(new RuleModel(RuleThresholds.Default), "rules", null, null, ModelStatus.Published, null);

    private static Dictionary<string, Segment> Wordings(FitOutcome fit) =>
        fit.Model.Model.Segments.ToDictionary(segment => segment.Id);

    private static Population Shop(int customers, int seed)
    {
        var random = new Random(seed);
        double[] Column(Func<double> value) => [.. Enumerable.Range(0, customers).Select(_ => value())];
        return new(
            Column(() => Math.Floor(365 * Math.Pow(random.NextDouble(), 2))),
            Column(() => Math.Floor(1 + (20 * Math.Pow(random.NextDouble(), 4)))),
            Column(() => Math.Floor(Math.Exp(3 + (4 * random.NextDouble())))));
    }

    private static Population Permuted(Population shop, int seed)
    {
        var order = Enumerable.Range(0, shop.Customers).ToArray();
        new Random(seed).Shuffle(order);
        return new(
            Array.ConvertAll(order, i => shop.RecencyDays[i]),
            Array.ConvertAll(order, i => shop.Frequency[i]),
            Array.ConvertAll(order, i => shop.Monetary[i]));
    }

    private static Arbitrary<Case> Cases() => (
        from customers in Gen.Choose(60, 400)
        from seed in Gen.Choose(0, 100_000)
        from k in Gen.Choose(2, 7)
        from nextK in Gen.Choose(2, 7)
        select new Case(customers, seed, k, nextK)).ToArbitrary();

    public sealed record Case(int Customers, int Seed, int K, int NextK);
}
