using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>The smallest purchase that leads to a segment is what trying every amount finds.</summary>
public class PurchasePathProperties
{
    private const int Tried = 60_000; // amounts of 0.0001 to 6

    [Fact]
    public void Trying_every_amount_finds_the_same_smallest_ones_under_any_kind_of_model() =>
        Prop.ForAll(Cases(), shop =>
        {
            var (model, frequency, monetary) = shop.Situation();
            var naive = new Dictionary<int, decimal>();
            for (var n = 1; n <= Tried; n++)
            {
                var amount = n * SmallestOrders.Step;
                naive.TryAdd(model.Assign(0, frequency + 1, (double)(monetary + amount)), amount);
            }

            var found = SmallestOrders.Of(model, frequency, monetary);

            found.Where(pair => pair.Value <= Tried * SmallestOrders.Step).OrderBy(pair => pair.Key)
                .ShouldBe(naive.OrderBy(pair => pair.Key));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void An_amount_beyond_those_tried_leads_there_and_one_step_less_does_not() =>
        Prop.ForAll(Cases(), shop =>
        {
            var (model, frequency, monetary) = shop.Situation();
            foreach (var (segment, amount) in SmallestOrders.Of(model, frequency, monetary))
            {
                model.Assign(0, frequency + 1, (double)(monetary + amount)).ShouldBe(segment);
                if (amount > SmallestOrders.Step)
                {
                    model.Assign(0, frequency + 1, (double)(monetary + amount - SmallestOrders.Step)).ShouldNotBe(segment);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Arbitrary<Case> Cases() => (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from kind in Gen.Elements("rules", "centroids", "mixture")
        select new Case(seed, kind)).ToArbitrary();

    public sealed record Case(int Seed, string Kind)
    {
        internal (SegmentModel Model, int Frequency, decimal Monetary) Situation()
        {
            var random = new Random(Seed);
            SegmentModel model = Kind switch
            {
                "rules" => new RuleModel(new() { Monetary = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() * 5).Order()] }),
                "centroids" => new CentroidModel(1, Segments(random), Features(random), [.. Means(random)]),
                _ => new MixtureModel(1, Segments(random), Features(random), [.. Means(random).Select(mean => Component(mean, random))]),
            };
            // Lapsed customers too: no orders, no money.
            var frequency = random.Next(0, 4);
            return (model, frequency, frequency == 0 ? 0 : random.Next(1, 50_000) * SmallestOrders.Step);
        }

        private int K => 2 + (Seed % 6);

        private Segment[] Segments(Random _) => [.. Enumerable.Range(1, K).Select(i => new Segment($"s{i}", $"S{i}", "", ""))];

        private static FeatureScale[] Features(Random random) =>
        [
            new("recencyDays", log: true, mean: 1, standardDeviation: 1),
            new("frequency", log: true, mean: 1, standardDeviation: 0.5),
            random.Next(2) == 0
                ? new("monetary", log: true, mean: 1.2, standardDeviation: 0.4)
                : new("monetary", log: false, mean: 3, standardDeviation: 2),
        ];

        private IEnumerable<IReadOnlyList<double>> Means(Random random) => Enumerable.Range(0, K).Select(_ =>
            (IReadOnlyList<double>)[(random.NextDouble() * 2) - 1, (random.NextDouble() * 2) - 1, (random.NextDouble() * 4) - 2]);

        /// <summary>A covariance L Lᵀ of a random triangle L: correlated, narrow and wide.</summary>
        private static MixtureComponent Component(IReadOnlyList<double> mean, Random random)
        {
            double Wide() => 0.2 + random.NextDouble();
            double Any() => random.NextDouble() - 0.5;
            double[][] l = [[Wide(), 0, 0], [Any(), Wide(), 0], [Any(), Any(), Wide()]];
            return new(0.1 + random.NextDouble(), mean, [.. l.Select(row =>
                (IReadOnlyList<double>)[.. l.Select(other => row.Zip(other, (x, y) => x * y).Sum())])]);
        }
    }
}
