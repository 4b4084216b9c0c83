using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Mixtures;
using static CustomerSegmentation.Tests.Customers.Shop;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>
/// A customer of a shop where all goes within an hour and a half, so that every second of it can be looked at, and what
/// becomes of them second by second: by the words of the documentation, with nothing but the confidences of the model.
/// </summary>
public sealed record HeldShop(int Seed, int Orders, string Kind, double Margin, int DwellSeconds)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(40);

    public static DateTimeOffset End { get; } = Day0.AddMinutes(90);

    internal AssignmentTerms Terms { get; } = new(
        new(Model(Kind, new(Seed)), 0, DateTimeOffset.MinValue), Window, new(Margin, TimeSpan.FromSeconds(DwellSeconds)));

    /// <summary>In the first forty minutes, at any tick.</summary>
    internal IReadOnlyList<AdmittedEvent> Events
    {
        get
        {
            var random = new Random(Seed);
            return [.. Enumerable.Range(0, Orders)
                .Select(i => Bought($"O{i}", random.NextInt64(Window.Ticks) / (double)TimeSpan.TicksPerDay, random.Next(1, 300)))
                .OrderBy(e => e.OccurredAt)];
        }
    }

    /// <summary>The same events up to five minutes later, and so not always in order.</summary>
    internal IReadOnlyList<(AdmittedEvent Event, DateTimeOffset Now)> Arrivals
    {
        get
        {
            var random = new Random(Seed);
            return [.. Events.Select(e => (Event: e, Now: At(e).AddSeconds(random.Next(300)))).OrderBy(arrival => arrival.Now)];
        }
    }

    /// <summary>What happens, and at how many seconds something held the customer.</summary>
    internal (List<(string? To, DateTimeOffset At, MigrationCause Cause)> Moves, int Held) SecondBySecond()
    {
        var events = Events;
        var moves = new List<(string? To, DateTimeOffset At, MigrationCause Cause)>();
        var (segment, dwellEnd, held) = ((string?)null, DateTimeOffset.MinValue, 0);
        var moments = new PriorityQueue<DateTimeOffset, DateTimeOffset>(
            Enumerable.Range(0, (int)(End - Day0).TotalSeconds + 1).Select(second => Day0.AddSeconds(second))
                .Concat(events.SelectMany(e => new[] { At(e), At(e) + Window }))
                .Select(moment => (moment, moment)));
        while (moments.TryDequeue(out var moment, out _))
        {
            var target = segment;
            var counting = events.Where(e => At(e) <= moment && At(e) + Window > moment).ToList();
            if (counting.Count == 0)
            {
                target = null;
            }
            else
            {
                var ranked = Terms.Model.Rank(
                    (moment - At(counting[^1])).TotalDays, counting.Count, (double)counting.Sum(e => e.Amount));
                var best = Terms.Model.Segments[ranked[0].Index].Id;
                var own = ranked.FirstOrDefault(fit => Terms.Model.Segments[fit.Index].Id == segment).Confidence;
                if (segment is null || (moment >= dwellEnd && ranked[0].Confidence > (1 + Margin) * own))
                {
                    target = best;
                }

                held += best == target ? 0 : 1;
            }

            if (target != segment)
            {
                var bought = events.Any(e => At(e) == moment);
                moves.Add((target, moment, bought ? MigrationCause.Purchase : MigrationCause.Decay));
                (segment, dwellEnd) = (target, target is null ? moment : moment.AddSeconds(DwellSeconds));
                moments.Enqueue(dwellEnd, dwellEnd);
            }
        }

        return (moves, held);
    }

    private static DateTimeOffset At(AdmittedEvent e) => new(e.OccurredAt, TimeSpan.Zero);

    private static SegmentModel Model(string kind, Random random)
    {
        if (kind == "rules")
        {
            return new RuleModel(new() { RecencyDays = [0.001, 0.004, 0.008, 0.016] });
        }

        var k = random.Next(2, 9);
        Segment[] segments = [.. Enumerable.Range(1, k).Select(i => new Segment($"s{i}", $"S{i}", "", ""))];
        FeatureScale[] features =
        [
            new("recencyDays", log: random.Next(2) == 0, mean: 0.012, standardDeviation: 0.008),
            new("frequency", log: true, mean: 1.5, standardDeviation: 0.6),
            new("monetary", log: true, mean: 5, standardDeviation: 1.1),
        ];
        double[] Somewhere() => [random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2, random.NextDouble() * 4 - 2];
        return kind == "centroids"
            ? new CentroidModel(1, segments, features, [.. segments.Select(_ => Somewhere())])
            : new MixtureModel(1, segments, features, [.. segments.Select(_ => new MixtureComponent(1.0 / k, Somewhere(), Tilted(Somewhere())))]);
    }

    /// <summary>I + l lᵀ: positive definite.</summary>
    private static double[][] Tilted(double[] l) =>
        [.. l.Select((a, i) => (double[])[.. l.Select((b, j) => (i == j ? 0.3 : 0) + (a * b))])];
}
