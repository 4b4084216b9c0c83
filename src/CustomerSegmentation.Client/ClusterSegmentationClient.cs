using Orleans;
using Orleans.Runtime;

namespace CustomerSegmentation.Client;

/// <summary>The engine by way of its cluster: calls go to a gateway and from there straight to grains.</summary>
/// <param name="cluster">A client of the cluster, connected before the first call; a silo's own is one too.</param>
public sealed class ClusterSegmentationClient(IClusterClient cluster) : SegmentationClient
{
    /// <summary>A client always takes the same gateway to the same grain: more keys than there are silos use all of them.</summary>
    private const int Workers = 16;

    private uint _turn;

    /// <inheritdoc/>
    public override Task<SegmentsView> SegmentsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(grain => grain.SegmentsAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken = default) =>
        AskAsync(grain => grain.CurrentModelAsync(cancellationToken), cancellationToken);

    private protected override Task<CustomerView?> FindAsync(string customerId, CancellationToken cancellationToken) =>
        AskAsync(grain => grain.FindCustomerAsync(customerId, cancellationToken), cancellationToken);

    private protected override Task<RecordReceipt> RecordLotAsync(PurchaseEvent[] purchases, CancellationToken cancellationToken) =>
        AskAsync(grain => grain.RecordAsync(purchases, cancellationToken), cancellationToken);

    private protected override Task<MigrationPage> PageAsync(
        MigrationQuery query, string? cursor, CancellationToken cancellationToken) =>
        AskAsync(grain => grain.MigrationsAsync(query, cursor, cancellationToken), cancellationToken);

    private protected override Task<bool> EraseAsync(string customerId, CancellationToken cancellationToken) =>
        AskAsync(grain => grain.EraseCustomerAsync(customerId, cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(Func<ISegmentationGrain, Task<T>> question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var grain = cluster.GetGrain<ISegmentationGrain>(Interlocked.Increment(ref _turn) % Workers);
        try
        {
            return await question(grain).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw new SegmentationException(
                ErrorCodes.Unreachable, $"The cluster did not answer ({e.GetType().Name}).", isTransient: true, e);
        }
    }
}
