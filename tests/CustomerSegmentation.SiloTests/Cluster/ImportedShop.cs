using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Subscriptions;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>
/// A shop with a past, on an embedded engine: fits, refits, refunds, people who were erased, and some whom time alone moved.
/// It is exported, and the engine goes on as what an import is held against.
/// </summary>
internal sealed class ImportedShop : IAsyncDisposable
{
    public static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carried-");
    private readonly EmbeddedEngine _engine;

    private ImportedShop(ManualTime time, EngineOptions options, int customers)
    {
        (Time, Options, Events) = (time, options, PurchaseLoad(customers));
        _engine = Open();
    }

    public ManualTime Time { get; }

    public EngineOptions Options { get; }

    /// <summary>Everything that the shop has told, of those who are still known.</summary>
    public IReadOnlyList<PurchaseEvent> Events { get; }

    public ISegmentationEngine Engine => Reopened ?? throw new InvalidOperationException("It is not exported yet.");

    public string File => Path.Combine(_folder.FullName, "shop.export");

    private EmbeddedEngine? Reopened { get; set; }

    private string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<ImportedShop> ExportAsync(int customers = 120, string currency = "EUR")
    {
        var shop = new ImportedShop(
            new(Day0.AddDays(100)), new() { MinimumCustomersToFit = 50, Currency = currency, Hysteresis = new(0.05, TimeSpan.FromDays(1)) }, customers);
        await shop.LiveAsync();
        await shop._engine.DisposeAsync();
        using (var stopped = StoppedEngine.Open(shop.Data))
        await using (var output = System.IO.File.Create(shop.File))
        {
            stopped.Export(output, _ => { }, CancellationToken.None);
        }

        shop.Reopened = shop.Open();
        return shop;
    }

    /// <summary>All that an engine answers, as text.</summary>
    /// <param name="engine">Which.</param>
    /// <param name="inOrderOfRecord">
    /// Whether migrations of the same moment are in the order of record: no two engines move several customers in the same.
    /// </param>
    public async Task<IReadOnlyDictionary<string, string>> AnswersOfAsync(ISegmentationEngine engine, bool inOrderOfRecord)
    {
        var answers = new Dictionary<string, string>();
        foreach (var id in Events.Select(e => e.CustomerId).Append("X1").Distinct(StringComparer.Ordinal))
        {
            answers[id] = JsonSerializer.Serialize(await engine.FindCustomerAsync(id));
        }

        var migrations = new List<Migration>();
        string? cursor = null;
        do
        {
            var page = await engine.MigrationsAsync(new(Cursor: cursor, Limit: 100));
            migrations.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        var place = 0;
        IEnumerable<Migration> sorted = migrations
            .OrderByDescending(one => one.EffectiveAt).ThenBy(one => one.CustomerId, StringComparer.Ordinal).ThenByDescending(one => one.Sequence);
        foreach (var migration in inOrderOfRecord ? migrations : sorted)
        {
            answers[$"migration {++place}"] = JsonSerializer.Serialize(migration);
        }

        answers["segments"] = JsonSerializer.Serialize(await engine.SegmentsAsync());
        answers["matrix"] = JsonSerializer.Serialize((await engine.ReportAsync(new MatrixReport(Day0.AddDays(60), engine.Now))).Cells);
        answers["models"] = string.Join('\n', (await engine.ModelsAsync()).Select(model =>
            $"{model.Status} {model.PublishedAt:O} {ModelText.Of(model)}"));
        answers["last fit"] = JsonSerializer.Serialize(engine.LastFit);
        answers["names"] = JsonSerializer.Serialize(engine.SegmentDirectory.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        answers["subscriptions"] = JsonSerializer.Serialize(await engine.Subscriptions.AllAsync());
        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        if (Reopened is { } reopened)
        {
            await reopened.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task LiveAsync()
    {
        await _engine.RecordAsync([.. Events, Bought("X1", "x1", 90, 10), Bought("X2", "x2", 91, 10)]);
        await _engine.FitAsync(new(K: 3, Publish: true));
        await _engine.EditSegmentAsync("s1", new("The house", Description: null, "Invite them."));
        (await _engine.EraseCustomerAsync("X1")).ShouldBeTrue();
        Time.MoveTo(Day0.AddDays(130));
        await _engine.FitAsync(new(K: 2, Publish: true));
        await _engine.FitAsync(new(K: 4));
        await _engine.Subscriptions.SaveAsync(new Subscription(
            "w1", new("https://shop.example/hook"), "whsec_dGVzdA==", new(["s1"], [MigrationCause.Decay]), Day0.AddDays(130)));
        (await _engine.EraseCustomerAsync("X2")).ShouldBeTrue();

        // A stop writes what was told; what time does after that is on record alone.
        Time.MoveTo(Day0.AddDays(455));
        await _engine.SweptAsync();
    }

    private EmbeddedEngine Open() => EmbeddedEngine.Start(Options, new() { Data = Data, Lanes = 2 }, Time, NullLogger.Instance);

    /// <summary>Three kinds of customers, some of whom give back, and one who only ever gave back.</summary>
    private static List<PurchaseEvent> PurchaseLoad(int customers)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, customers).SelectMany(i =>
            {
                var (orders, amount, last) = (i % 3) switch { 0 => (12, 400m, 98), 1 => (3, 60m, 60), _ => (1, 15m, 10) };
                var bought = Enumerable.Range(0, orders).Select(n => Bought(
                    $"C{i}", $"C{i}-{n}", Math.Max(0, last - (n * 7)) + random.NextDouble(), amount + random.Next(10))).ToList();
                return i % 7 == 0
                    ? bought.Append(bought[0] with { EventId = $"C{i}-back", Type = PurchaseEventType.Refund, OccurredAt = Day0.AddDays(99), Amount = 15 })
                    : bought;
            }),
            Bought("R", "R-0", 50, 5) with { Type = PurchaseEventType.Refund },
        ];
    }

    private static PurchaseEvent Bought(string customer, string order, double day, decimal amount) =>
        new($"{order}-p", PurchaseEventType.Purchase, customer, order, Day0.AddDays(day), amount);
}
