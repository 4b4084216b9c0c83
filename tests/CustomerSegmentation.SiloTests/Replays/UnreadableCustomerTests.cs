using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Models;
using CustomerSegmentation.SiloTests.Contract;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.SiloTests.Replays;

/// <summary>Under the event clock nobody waits for ever for events that cannot be recorded.</summary>
public sealed class UnreadableCustomerTests
{
    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_whose_state_cannot_be_read_holds_up_neither_the_others_nor_a_publication()
    {
        await using var silo = await FileSiloUnderTest.StartAsync(
            new() { Clock = EngineClock.Event },
            new ManualTime(Day0.AddYears(1)),
            options => options with { MaxStay = TimeSpan.FromSeconds(1), SweepEvery = TimeSpan.FromMilliseconds(20) });
        await silo.Engine.RecordAsync([Bought("A", 1), Bought("B", 1)], Cancellation);
        await DamageAsync(silo.Folder, "A");
        await silo.RestartAsync();

        var refused = (await silo.Engine.RecordAsync([Bought("A", 2)], Cancellation)).Refused.ShouldHaveSingleItem();
        (await silo.Engine.RecordAsync([Bought("B", 60)], Cancellation)).Recorded.ShouldBe(1);
        (await silo.Engine.PublishAsync(SegmentModel.RuleModelVersion, Cancellation)).ShouldNotBeNull();
        (await silo.Engine.RecordAsync([Bought("B", 61)], Cancellation)).Recorded.ShouldBe(1);

        silo.Engine.Now.ShouldBe(Day0.AddDays(61));
        refused.Code.ShouldBe(RefusalCodes.UnreadableCustomer);
    }

    private static PurchaseEvent Bought(string customer, int day) =>
        new($"{customer}{day}", PurchaseEventType.Purchase, customer, $"{customer}{day}", Day0.AddDays(day), 60);

    private static async Task DamageAsync(string folder, string customer)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "segmentation.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE customers SET state = zeroblob(20) WHERE customer = @customer";
        command.Parameters.AddWithValue("@customer", customer);
        (await command.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
    }
}
