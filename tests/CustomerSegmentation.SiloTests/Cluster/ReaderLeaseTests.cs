using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.SiloTests.Contract;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>Of all silos one passes migrations on at a time.</summary>
public sealed class ReaderLeaseTests(SharedRedis redis, SharedPostgres postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_turn_passes_to_another_silo_when_it_is_given_back()
    {
        await using var silos = await SiloUnderTest.StartAsync(new(), new ManualTime(Day), redis, postgres);
        var cancellation = TestContext.Current.CancellationToken;
        var first = await silos.EngineOf(0).Record.LeaseAsync("reader", cancellation);
        var other = await silos.EngineOf(1).Record.LeaseAsync("another", cancellation);
        var second = silos.EngineOf(1).Record.LeaseAsync("reader", cancellation);

        // Whoever waits asks every two seconds; the third answer of the ledger says that it was not theirs.
        await Task.WhenAny(second, Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellation));
        second.IsCompleted.ShouldBeFalse();
        first.Lost.IsCancellationRequested.ShouldBeFalse();

        await first.DisposeAsync();
        await using var lease = await second;
        lease.Lost.IsCancellationRequested.ShouldBeFalse();
        await other.DisposeAsync();
    }
}
