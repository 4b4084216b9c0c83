using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A customer's history is found migration by migration, whatever happened while it was written.</summary>
public sealed class LaneMigrationChainTests : IDisposable
{
    private const int Customers = 60;

    private readonly DataFolder _folder = new();
    private readonly ManualTime _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Random _random = new(11);
    private int _events;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Histories_are_whole_across_refits_erasures_restarts_and_another_number_of_lanes()
    {
        foreach (var lanes in new[] { 2, 2, 3, 1 })
        {
            await using (var engine = Open(lanes))
            {
                await TradeAsync(engine, days: 60);
                await engine.FitAsync(new(K: 3, Publish: true));
                await engine.SweptAsync();
                (await engine.EraseCustomerAsync($"C{lanes}")).ShouldBeTrue();
                await TradeAsync(engine, days: 30);
                await engine.SweptAsync();
                await RecordedHistories.ShouldBeFoundAsync(engine, RecordedHistories.Of(_folder.File));
            }

            await using var again = Open(lanes);
            await again.SweptAsync();
            var told = RecordedHistories.Of(_folder.File);
            told.Count.ShouldBeGreaterThan(Customers / 2);
            told.Values.Max(history => history.Count).ShouldBeGreaterThan(4);
            await RecordedHistories.ShouldBeFoundAsync(again, told);
        }
    }

    [Fact]
    public async Task A_transaction_that_failed_in_its_middle_and_is_tried_again_leaves_no_trace_in_the_chain()
    {
        await using (var engine = Open(1))
        {
            await TradeAsync(engine, days: 40);
            Run("CREATE TRIGGER refuse BEFORE INSERT ON migrations WHEN NEW.customer = 'C30' BEGIN SELECT RAISE(ABORT, 'no'); END");
            var trade = TradeAsync(engine, days: 200);
            await Eventually.TrueAsync(() => Task.FromResult(engine.Health.Problem is not null), "storage refuses");
            trade.IsCompleted.ShouldBeFalse();
            var before = RecordedHistories.Of(_folder.File);
            before.Count.ShouldBeGreaterThan(20);
            foreach (var (customer, history) in before)
            {
                (await engine.MigrationsAsync(new(customer))).Items.Select(one => (long)one.Sequence)
                    .ShouldBe(history.Select(line => line.Sequence), "what is not durable is in no history");
            }

            Run("DROP TRIGGER refuse");
            await trade;
            await engine.SweptAsync();
            RecordedHistories.Of(_folder.File)["C30"].Count.ShouldBeGreaterThan(before.TryGetValue("C30", out var few) ? few.Count : 0);
            await RecordedHistories.ShouldBeFoundAsync(engine, RecordedHistories.Of(_folder.File));
        }

        await using var later = Open(1);
        await later.SweptAsync();
        await RecordedHistories.ShouldBeFoundAsync(later, RecordedHistories.Of(_folder.File));
    }

    [Fact]
    public async Task Pages_of_who_was_there_are_in_the_order_of_their_ids_bytes()
    {
        // By UTF-16 the last would be before the one before it.
        string[] ids = ["A", "AB", "B", "Z", "a", "\u00E9", "\uD7FF", "\uE000", "\uFFFD", "\U0001F600", "\U0001F601"];
        ids.ShouldBe(ids.OrderBy(id => Convert.ToHexString(Encoding.UTF8.GetBytes(id)), StringComparer.Ordinal));
        await using var engine = Open(3);
        await engine.RecordAsync([.. ids.Reverse().Select(id => Bought(id, _time.GetUtcNow(), 60))]);
        var segment = (await engine.FindCustomerAsync("A"))!.Segment!.Id;
        _time.Move(TimeSpan.FromDays(200));
        await engine.SweptAsync();

        var found = new List<string>();
        for (string? cursor = null; cursor is not null || found.Count == 0;)
        {
            var page = (await engine.MembersAsOfAsync(segment, _time.GetUtcNow().AddDays(-200), cursor, 2))!;
            found.AddRange(page.Items.Select(member => member.CustomerId));
            cursor = page.Next;
        }

        found.ShouldBe(ids);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    public void The_first_after_an_id_are_the_first_of_all_in_order(int most)
    {
        var ids = Enumerable.Range(0, 200).Select(_ => $"C{_random.Next(1_000):000}").Distinct(StringComparer.Ordinal).ToList();
        var first = new FirstById<int>("C500", most);
        foreach (var id in ids.Where(first.MayTake))
        {
            first.Take(id, id.Length);
        }

        first.ToList().Select(one => one.Id).ShouldBe(
            ids.Where(id => string.CompareOrdinal(id, "C500") > 0).OrderBy(id => id, StringComparer.Ordinal).Take(most));
    }

    private async Task TradeAsync(EmbeddedEngine engine, int days)
    {
        for (var day = 0; day < days; day += 10)
        {
            _time.Move(TimeSpan.FromDays(10));
            await engine.RecordAsync([.. Enumerable.Range(0, Customers).Where(_ => _random.Next(3) == 0).Select(i =>
                Bought($"C{i}", _time.GetUtcNow().AddDays(-_random.Next(20)), 5 + _random.Next(500)))]);
        }
    }

    private PurchaseEvent Bought(string customer, DateTimeOffset at, decimal amount) =>
        new($"e{++_events}", PurchaseEventType.Purchase, customer, $"o{_events}", at, amount);

    private EmbeddedEngine Open(int lanes) => EmbeddedEngine.Start(
        new() { MinimumCustomersToFit = 20 }, new() { Data = _folder.Path, Lanes = lanes }, _time, NullLogger.Instance);

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
