using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Contract;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>What the file refuses to take of one customer keeps nobody else from going on, and not them for long.</summary>
public sealed class RefusedWriteTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Day0.AddDays(20));
    private FileSiloUnderTest _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _silo = await FileSiloUnderTest.StartAsync(new(), _time);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_customer_whom_somebody_else_has_written_is_read_again_before_anything_more_is_recorded()
    {
        await _silo.Engine.RecordAsync([Bought("A", "a1", 10), Bought("B", "b1", 20)], Cancellation);
        await WriteAsSomebodyElseAsync("UPDATE customers SET version = version + 1 WHERE customer = 'A'");

        // In one batch: that of A is refused, that of B is not; both are answered.
        var receipt = await _silo.Engine.RecordAsync([Bought("A", "a2", 30), Bought("B", "b2", 40)], Cancellation);

        (receipt.Recorded + receipt.Duplicates, receipt.Refused.Count).ShouldBe((2, 0));
        (await _silo.Engine.RecordAsync([Bought("A", "a2", 30), Bought("B", "b2", 40)], Cancellation)).Duplicates.ShouldBe(2);
        await ShouldHaveAsync("A", 40);
        await ShouldHaveAsync("B", 60);

        await _silo.RestartAsync();
        await ShouldHaveAsync("A", 40);
        await ShouldHaveAsync("B", 60);
        foreach (var customer in new[] { "A", "B" })
        {
            var history = (await _silo.Engine.MigrationsAsync(new(customer), Cancellation)).Items;
            history.Select(migration => migration.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Reverse());
        }
    }

    private static PurchaseEvent Bought(string customer, string order, decimal amount) =>
        new(order, PurchaseEventType.Purchase, customer, order, Day0.AddDays(19), amount);

    private async Task ShouldHaveAsync(string customer, decimal monetary)
    {
        var rfm = (await _silo.Engine.FindCustomerAsync(customer, Cancellation))?.Rfm;
        (rfm?.Frequency, rfm?.Monetary).ShouldBe((2, monetary));
    }

    private async Task WriteAsSomebodyElseAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_silo.Folder, "segmentation.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        (await command.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
    }
}
