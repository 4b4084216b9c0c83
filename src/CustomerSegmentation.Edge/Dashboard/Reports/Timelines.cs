using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using Microsoft.Extensions.Caching.Memory;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>
/// Customers' migrations with their reasons. A reason is worked out anew only when the customer has changed: an open page asks every
/// second, and each reason is a read of the record and a question to the customer.
/// </summary>
internal sealed class Timelines(ISegmentationEngine engine) : IDisposable
{
    private const int Entries = 10;
    private const int Kept = 10_000;

    /// <summary>A late event may change a reason and none of the figures that a change is told by; and wording may be edited.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _reasons = new(new MemoryCacheOptions { SizeLimit = Kept });

    /// <summary>A page of it, newest first.</summary>
    /// <param name="customer">Whose, as they are now.</param>
    /// <param name="cursor">From the page before; null for the newest.</param>
    public async Task<Page<TimelineEntry>> OfAsync(CustomerView customer, string? cursor)
    {
        var page = await engine.MigrationsAsync(new(CustomerId: customer.CustomerId, Cursor: cursor, Limit: Entries));
        var entries = new List<TimelineEntry>(page.Items.Count);
        foreach (var migration in page.Items)
        {
            entries.Add(new(migration, await WhyAsync(migration, Figures.Of(customer))));
        }

        return new(entries, page.Next);
    }

    /// <inheritdoc/>
    public void Dispose() => _reasons.Dispose();

    private Task<MigrationExplanation?> WhyAsync(Migration migration, Figures figures) => _reasons.GetOrCreateAsync((migration, figures), entry =>
    {
        (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (1, Longest);
        return engine.ExplainAsync(migration.CustomerId, migration.Sequence);
    });

    /// <summary>What changes with a customer's events, and not with time alone.</summary>
    private readonly record struct Figures(int? Orders, decimal? Spend, DateTimeOffset? First, DateTimeOffset? Last, DateTimeOffset? Since, int? ModelVersion)
    {
        public static Figures Of(CustomerView customer) => new(
            customer.Rfm?.Frequency,
            customer.Rfm?.Monetary,
            customer.FirstPurchaseAt,
            customer.LastPurchaseAt,
            customer.Segment?.Since,
            customer.Segment?.ModelVersion);
    }
}
