using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded;

/// <summary>What will be, what was, and why.</summary>
internal sealed partial class EmbeddedEngine
{
    /// <inheritdoc/>
    public async Task<Page<PastMember>?> MembersAsOfAsync(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation = default)
    {
        if (!SegmentDirectory.ContainsKey(segmentId))
        {
            return null;
        }

        var page = await _histories.MembersAsync(segmentId, asOf, cursor, limit, cancellation);
        var figures = await Task.WhenAll(page.Items.GroupBy(member => LaneOf(member.CustomerId)).Select(mine =>
            mine.Key.AskAsync(lane => mine.Select(member =>
                (member.CustomerId, Rfm: lane.Customers.Find(member.CustomerId)?.RfmAsOf(asOf, lane.Terms))).ToList())))
            .WaitAsync(cancellation);
        var byId = figures.SelectMany(some => some).ToDictionary(some => some.CustomerId, some => some.Rfm, StringComparer.Ordinal);
        return new([.. page.Items.Select(member => new PastMember(member.CustomerId, member.Since, byId[member.CustomerId]))], page.Next);
    }

    /// <inheritdoc/>
    public async Task<Page<Departure>?> LeavingAsync(
        string segmentId, TimeSpan within, string? cursor, int limit, CancellationToken cancellation = default) =>
        IsInForce(segmentId)
            ? await _forecasts.LeavingAsync(segmentId, Now, within, cursor, limit).WaitAsync(cancellation)
            : null;

    /// <inheritdoc/>
    public Task<SegmentOutlook> OutlookAsync(OutlookQuery query, CancellationToken cancellation = default) =>
        _forecasts.OutlookAsync(query, _models.Registry.Terms.Model, Now, cancellation).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<PublishPreview?> PreviewAsync(int version, CancellationToken cancellation = default) =>
        _retraining.PreviewAsync(version, Now).WaitAsync(cancellation);

    /// <inheritdoc/>
    public Task<PurchasePath?> PathAsync(string customerId, string segmentId, CancellationToken cancellation = default) =>
        LaneOf(customerId)
            .AskAsync(lane => lane.Customers.Find(customerId)?.PathTo(segmentId, lane.Terms, Now, _models.Registry.NameOf))
            .WaitAsync(cancellation);

    /// <inheritdoc/>
    public async Task<MigrationExplanation?> ExplainAsync(
        string customerId, int sequence, CancellationToken cancellation = default)
    {
        var migration = await _histories.FindAsync(customerId, sequence, cancellation);
        if (migration is null)
        {
            return null;
        }

        var model = _models.Registry.Versions[migration.ModelVersion].Model;
        return await LaneOf(customerId)
            .AskAsync(lane => lane.Customers.Find(customerId)?.Explain(migration, model, lane.Terms))
            .WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<Page<Migration>> MigrationsAsync(MigrationQuery query, CancellationToken cancellation = default) =>
        query.CustomerId is null
            ? Task.Run(() => _file.Reader.Migrations(query), cancellation)
            : _histories.OfAsync(query, cancellation);

    /// <inheritdoc/>
    public Task<TResult> ReportAsync<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation = default) =>
        _file.Reader.ReportAsync(report, cancellation);

    /// <inheritdoc/>
    public Task<Page<CellCustomer>> CellAsync(
        CellReport report, string? cursor, int limit, CancellationToken cancellation = default) =>
        _histories.CellAsync(report, cursor, limit, cancellation);

    private bool IsInForce(string segmentId) =>
        _models.Registry.Terms.Model.Segments.Any(segment => segment.Id == segmentId);
}
