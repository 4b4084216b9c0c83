using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.SiloTests.Replays;

/// <summary>
/// Ten months of a small shop in the order of time, from a seed: customers who buy often, now and then, and once; refunds; many events at the
/// same second; a base that drifts, as half of the customers stop. People fit and publish in the middle.
/// </summary>
internal sealed class History
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly int[] Lengths = [5, 50, 700, 7_000]; // of calls; a long one goes in parts

    private readonly List<PurchaseEvent> _events;

    private readonly bool _hasReviews;

    /// <param name="publish">What becomes of refits; null for no reviews and no acts of people, so that nothing divides the stream.</param>
    /// <param name="customers">How many.</param>
    public History(RefitPublish? publish, int customers)
    {
        _hasReviews = publish is not null;
        Options = new()
        {
            Clock = EngineClock.Event,
            Window = TimeSpan.FromDays(120),
            MinimumCustomersToFit = 30,
            Hysteresis = new(0.1, TimeSpan.FromDays(3)),
            Refit = new()
            {
                Drift = _hasReviews ? 0.25 : null,
                DriftCooldown = TimeSpan.FromDays(90),
                Publish = publish ?? RefitPublish.Approve,
                Gates = new() { SmallestShare = 0, Silhouette = -1, Drift = double.MaxValue },
            },
        };
        _events = Events(customers);
    }

    /// <summary>Long after its last event.</summary>
    public static DateTimeOffset End { get; } = Begin.AddYears(2);

    /// <summary>Of the engine that replays it.</summary>
    public EngineOptions Options { get; }

    /// <summary>Replays all of it, cut by a seed: 0 for as long calls as can be. What is on record then.</summary>
    public async Task<Replay> ReplayAsync(EngineUnderTest running, int seed)
    {
        var random = new Random(seed);
        var engine = running.Engine;
        var acts = _hasReviews ? Acts(running) : [];
        var underWay = new List<Task<RecordReceipt>>(); // a long body comes as several calls, in their order
        for (var from = 0; from < _events.Count;)
        {
            if (acts.Remove(from, out var act))
            {
                await AllAsync(underWay);
                await act();
            }

            var until = acts.Keys.Append(_events.Count).Min();
            var count = seed == 0 ? until - from : Math.Min(until - from, 1 + random.Next(Lengths[random.Next(Lengths.Length)]));
            underWay.Add(engine.RecordAsync(_events.GetRange(from, count)));
            from += count;
            if (seed == 0 || random.Next(3) == 0)
            {
                await AllAsync(underWay);
                await Task.Delay(TimeSpan.FromMilliseconds(seed == 0 ? 0 : random.Next(40)), TimeProvider.System);
            }
        }

        await AllAsync(underWay);
        await running.SweptAsync();
        return await Replay.OfAsync(engine);
    }

    private static async Task AllAsync(List<Task<RecordReceipt>> calls)
    {
        foreach (var call in calls)
        {
            (await call).Refused.ShouldBeEmpty();
        }

        calls.Clear();
    }

    /// <summary>What people do, by the number of events before it.</summary>
    private Dictionary<int, Func<Task>> Acts(EngineUnderTest running) => new()
    {
        [_events.Count * 30 / 100] = () => running.Engine.FitAsync(new(K: 3, Seed: 5, Publish: true)),
        [_events.Count * 60 / 100] = async () =>
        {
            await running.SweptAsync(); // then what was to be proposed by then is there to be read
            await running.Engine.PublishAsync((await running.Engine.ModelsAsync())[0].Model.Version);
        },
        [_events.Count * 70 / 100] = () => running.Engine.PublishAsync(SegmentModel.RuleModelVersion),
        [_events.Count * 80 / 100] = () => running.Engine.FitAsync(new(K: 4, Seed: 6, Publish: true)),
    };

    private static List<PurchaseEvent> Events(int customers)
    {
        var random = new Random(1);
        var events = new List<PurchaseEvent>();
        for (var customer = 0; customer < customers; customer++)
        {
            var every = (customer % 3) switch { 0 => 5.0, 1 => 25.0, _ => 70.0 };
            var amount = (customer % 3) switch { 0 => 150, 1 => 60, _ => 20 };
            var until = customer % 2 == 0 ? 300 : 170;
            var day = random.NextDouble() * every;
            for (var order = 0; day < until; order++, day += every * (0.5 + random.NextDouble()))
            {
                var (id, at) = ($"C{customer}-{order}", At(day));
                events.Add(new($"{id}-p", PurchaseEventType.Purchase, $"C{customer}", id, at, amount + random.Next(20)));
                if (random.Next(8) == 0)
                {
                    events.Add(new($"{id}-r", PurchaseEventType.Refund, $"C{customer}", id, At(day + (random.NextDouble() * 9)), random.Next(2) == 0 ? 5 : amount));
                }
            }
        }

        // Those of the same second stay in the order of their ids: it is the order in which they are sent.
        return [.. events.OrderBy(e => e.OccurredAt).ThenBy(e => e.EventId, StringComparer.Ordinal)];
    }

    /// <summary>On the minute: an order of time in which many are equal.</summary>
    private static DateTimeOffset At(double day) => Begin.AddMinutes(Math.Floor(day * 96) * 15);
}

/// <summary>What is on record after a replay, as text: every migration with all it says, and every model.</summary>
internal sealed record Replay(List<string> Migrations, List<string> Models, HashSet<MigrationCause> Causes)
{
    public static async Task<Replay> OfAsync(ISegmentationEngine engine)
    {
        var migrations = new List<Migration>();
        string? cursor = null;
        do
        {
            var page = await engine.MigrationsAsync(new(Cursor: cursor, Limit: 1_000));
            migrations.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        var models = await engine.ModelsAsync();
        return new(
            [.. migrations.Select(Line).Order(StringComparer.Ordinal)],
            [.. models.OrderBy(model => model.Model.Version).Select(Line)],
            [.. migrations.Select(migration => migration.Cause)]);
    }

    public void ShouldBeLike(Replay expected, string which)
    {
        Models.Except(expected.Models).ShouldBeEmpty(which);
        Models.Count.ShouldBe(expected.Models.Count, which);
        Migrations.Except(expected.Migrations).Take(5).ShouldBeEmpty(which);
        Migrations.ShouldBe(expected.Migrations, which);
    }

    private static string Line(Migration m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.CustomerId} {m.Sequence} {m.From} {m.To} {m.Cause} {m.ModelVersion} {m.EffectiveAt:O} {m.RecordedAt:O} {m.EventId} {m.Monetary} {m.Before}");

    private static string Line(ModelRecord model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Model.Version} {model.Status} {model.Algorithm} {model.FittedAt:O} {model.PublishedAt:O} ")
        + string.Join(' ', model.Model.Segments.Select(segment => $"{segment.Id} {segment.Name}"))
        + (model.Model is CentroidModel fitted
            ? string.Join(' ', fitted.ScaledCentroids.SelectMany(centroid => centroid).Select(c => c.ToString("R", CultureInfo.InvariantCulture)))
            : string.Empty);
}
