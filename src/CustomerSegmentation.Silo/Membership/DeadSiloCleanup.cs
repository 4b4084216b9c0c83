using System.Net.Sockets;
using CustomerSegmentation.Silo.Telemetry;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// Lets a silo join when all others died at once. The membership table calls those active still, and only who joins could
/// declare them dead; but Orleans looks once, when joining begins, whether they have been silent for too long. So joining
/// waits here until they have, or until they answer.
/// </summary>
internal sealed class DeadSiloCleanup(
    IMembershipTable table,
    ILocalSiloDetails local,
    IOptions<ClusterMembershipOptions> options,
    ILogger<DeadSiloCleanup> log) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _stale = options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;
    private readonly TimeSpan _patience = options.Value.ProbeTimeout;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(DeadSiloCleanup), ServiceLifecycleStage.ValidateInitialConnectivity - 1, WaitAsync, static _ => Task.CompletedTask);

    private async Task WaitAsync(CancellationToken cancellation)
    {
        for (var isFirst = true; await SilentAsync(cancellation) is > 0 and var silent; isFirst = false)
        {
            if (isFirst)
            {
                log.OthersSilent(silent, _stale);
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
        }
    }

    /// <summary>How many have said lately that they live, and take no connection.</summary>
    private async Task<int> SilentAsync(CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetUtcNow().UtcDateTime - _stale;
        var members = await table.ReadAllAsync(cancellation);
        var answers = await Task.WhenAll(members.Members.Select(member => member.Item1)
            .Where(silo => silo.Status == SiloStatus.Active && !silo.SiloAddress.Equals(local.SiloAddress))
            .Where(silo => silo.IAmAliveTime > since || silo.StartTime > since)
            .Select(silo => AnswersAsync(silo.SiloAddress, cancellation)));
        return answers.Count(isThere => !isThere);
    }

    private async Task<bool> AnswersAsync(SiloAddress silo, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, timeout.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
