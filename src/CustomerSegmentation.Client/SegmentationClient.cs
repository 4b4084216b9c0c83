using System.Runtime.CompilerServices;

namespace CustomerSegmentation.Client;

/// <summary>What both ways of connecting have in common: events travel in lots, lists in pages.</summary>
public abstract class SegmentationClient : ISegmentationClient
{
    /// <summary>Large enough that the way costs nothing, small enough that an answer comes soon.</summary>
    private const int LotSize = 1_000;

    private protected SegmentationClient()
    {
    }

    /// <inheritdoc/>
    public Task<CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(customerId);
        return FindAsync(customerId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RecordReceipt> RecordAsync(PurchaseEvent purchase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        return RecordLotAsync([purchase], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RecordReceipt> RecordAsync(IEnumerable<PurchaseEvent> purchases, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        var (sent, recorded, duplicates) = (0, 0, 0);
        var refused = new List<RefusedEvent>();
        foreach (var lot in purchases.Chunk(LotSize))
        {
            var receipt = await RecordLotAsync(lot, cancellationToken).ConfigureAwait(false);
            recorded += receipt.Recorded;
            duplicates += receipt.Duplicates;
            refused.AddRange(receipt.Refused.Select(e => e with { Index = sent + e.Index }));
            sent += lot.Length;
        }

        return new(recorded, duplicates, refused);
    }

    /// <inheritdoc/>
    public abstract Task<SegmentsView> SegmentsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public IAsyncEnumerable<Migration> MigrationsAsync(MigrationQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        if (query.PageSize is < 1 or > MigrationQuery.LargestPage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(query), query.PageSize, $"A page has 1 to {MigrationQuery.LargestPage} migrations.");
        }

        return PagesAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Migration> HistoryAsync(string customerId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(customerId);
        return PagesAsync(new() { CustomerId = customerId }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(customerId);
        return EraseAsync(customerId, cancellationToken);
    }

    /// <inheritdoc/>
    public abstract Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken = default);

    private protected abstract Task<CustomerView?> FindAsync(string customerId, CancellationToken cancellationToken);

    private protected abstract Task<RecordReceipt> RecordLotAsync(PurchaseEvent[] purchases, CancellationToken cancellationToken);

    private protected abstract Task<MigrationPage> PageAsync(MigrationQuery query, string? cursor, CancellationToken cancellationToken);

    private protected abstract Task<bool> EraseAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>
    /// Page by page, each a call of its own. An async enumerable of a grain would be one call for all of them: it lives in one
    /// activation, and on Orleans 10.4.2 fails behind its hundredth item when that one changes meanwhile.
    /// </summary>
    private async IAsyncEnumerable<Migration> PagesAsync(
        MigrationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? cursor = null; ;)
        {
            var page = await PageAsync(query, cursor, cancellationToken).ConfigureAwait(false);
            foreach (var migration in page.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return migration;
            }

            if ((cursor = page.Next) is null)
            {
                yield break;
            }
        }
    }
}
