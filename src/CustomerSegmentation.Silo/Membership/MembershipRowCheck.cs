using CustomerSegmentation.Silo.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Clustering.Redis;

namespace CustomerSegmentation.Silo.Membership;

/// <summary>
/// Stops this silo when it is no longer in the membership table although the table can be read: then it was emptied, or
/// restored to an earlier time, and silos that start now would form a second cluster of the same name beside this one. Each
/// of the two would have every customer as a grain of its own.
/// </summary>
internal sealed class MembershipRowCheck(
    IMembershipTable table,
    ILocalSiloDetails local,
    ISiloStatusOracle status,
    IHostApplicationLifetime lifetime,
    ILogger<MembershipRowCheck> log) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HostShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What to tell whoever started the process; null while the silo is in the table.</summary>
    public IOException? Loss { get; private set; }

    private bool HasJoined => status.CurrentStatus == SiloStatus.Active;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Loss is { } loss ? HealthCheckResult.Unhealthy(loss.Message) : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await IsMissingAsync(stoppingToken))
        {
            await Task.Delay(Every, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }

        Loss = new(
            $"This silo ({local.SiloAddress}) is no longer in the membership table: it was emptied or restored while silos ran. "
            + "Stop every silo of the cluster, then start them again.");
        log.Forgotten(local.SiloAddress);
        lifetime.StopApplication();
        _ = EndAsync(Loss);
    }

    /// <summary>
    /// Orleans goes on for minutes to say in the table that it leaves. A kill loses nothing that was acknowledged, and every
    /// second in which another cluster may start counts.
    /// </summary>
    private static async Task EndAsync(IOException loss)
    {
        await Task.Delay(HostShutdownTimeout, TimeProvider.System);
        await Console.Error.WriteLineAsync(loss.Message);
        Environment.Exit(ExitCodes.Of(loss)!.Value);
    }

    /// <summary>A table that cannot be read says nothing; neither does one that this silo has not joined yet, or has left.</summary>
    private async Task<bool> IsMissingAsync(CancellationToken cancellation)
    {
        try
        {
            var row = await table.ReadRowAsync(local.SiloAddress, cancellation);
            return row.Members.Count == 0 && HasJoined;
        }
        catch (RedisClusteringException)
        {
            return HasJoined; // Redis answers, and there is no table at all
        }
        catch (Exception)
        {
            return false;
        }
    }
}
