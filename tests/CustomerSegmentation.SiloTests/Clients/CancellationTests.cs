using CustomerSegmentation.Client;

namespace CustomerSegmentation.SiloTests.Clients;

/// <summary>Who gives up leaves nothing running in a silo, and storage that is away keeps nobody waiting for ever.</summary>
public sealed class CancellationTests
{
    private static readonly PurchaseEvent Purchase = new("e-1", "C-1", "O-1", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 60);

    [Fact]
    public async Task A_token_that_is_cancelled_cancels_the_call_in_the_silo_too()
    {
        await using var hosts = await ClientHosts.StartAsync(TimeProvider.System, held: true);
        foreach (var client in new[] { hosts.OverCluster, hosts.OverHttp })
        {
            using var given = new CancellationTokenSource();
            var call = client.RecordAsync(Purchase, given.Token);
            await Eventually.TrueAsync(() => hosts.Waiting == 1, "a call inside a silo");

            await given.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(call);
            await Eventually.TrueAsync(() => hosts.Waiting == 0, $"no call inside a silo ({client.GetType().Name})");
        }
    }

    [Fact]
    public async Task Of_many_calls_only_the_one_that_is_given_up_ends()
    {
        await using var hosts = await ClientHosts.StartAsync(TimeProvider.System, held: true);
        using var given = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        Task[] others = [.. Enumerable.Range(0, 40).Select(_ => hosts.OverCluster.RecordAsync(Purchase, last.Token))];
        var call = hosts.OverCluster.RecordAsync(Purchase, given.Token);
        await Eventually.TrueAsync(() => hosts.Waiting == 41, "calls inside silos");

        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await Eventually.TrueAsync(() => hosts.Waiting == 40, "one call fewer");
        await last.CancelAsync();
        await Eventually.TrueAsync(() => hosts.Waiting == 0, "no call");
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(others));
    }

    [Fact]
    public async Task Storage_that_is_too_slow_is_said_alike_and_that_it_may_pass()
    {
        await using var hosts = await ClientHosts.StartAsync(TimeProvider.System, held: true, patience: TimeSpan.FromSeconds(1));
        foreach (var client in new[] { hosts.OverCluster, hosts.OverHttp })
        {
            var recording = await Should.ThrowAsync<SegmentationException>(() => client.RecordAsync(Purchase));
            var erasing = await Should.ThrowAsync<SegmentationException>(() => client.EraseCustomerAsync("C-1"));

            (recording.Code, recording.IsTransient).ShouldBe((ErrorCodes.StorageUnavailable, true));
            (erasing.Code, erasing.IsTransient).ShouldBe((ErrorCodes.StorageUnavailable, true));
        }
    }
}
