using CustomerSegmentation.Client;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Silo.Clients;

/// <summary>The engine's answers in the shapes of the client's contract, which are those of the HTTP API. Lists are arrays: they travel.</summary>
internal static class ClientAnswers
{
    public static Client.CustomerView ToClient(this Engine.CustomerView customer, string currency) => new(
        customer.CustomerId,
        customer.AsOf,
        customer.Rfm?.RecencyDays,
        customer.Rfm?.Frequency ?? 0,
        customer.Rfm?.Monetary ?? 0,
        currency,
        customer.FirstPurchaseAt,
        customer.LastPurchaseAt,
        customer.Segment is { } segment
            ? new(segment.Id, segment.Name, segment.Since, segment.Cause.ToClient(), segment.ModelVersion, segment.Confidence)
            : null,
        customer.Alternatives.Select(other => new Client.AlternativeSegment(other.Id, other.Name, other.Confidence)).ToArray(),
        customer.Next is { } next ? new(next.Id, next.Name, next.At) : null);

    public static Client.RecordReceipt ToClient(this Engine.RecordReceipt receipt) => new(
        receipt.Recorded,
        receipt.Duplicates,
        receipt.Refused.Select(e => new Client.RefusedEvent(e.Index, e.EventId, e.Code, e.Reason)).ToArray());

    public static Client.SegmentsView ToClient(this Engine.SegmentsView view) => new(
        view.AsOf,
        view.ModelVersion,
        view.Customers,
        view.Lapsed,
        view.Segments.Select(size => new Client.SegmentSize(
            size.Segment.Id, size.Segment.Name, size.Segment.Description, size.Segment.Action,
            size.Customers, size.Share, size.RevenueShare, size.Centroid.ToClient())).ToArray());

    public static MigrationPage ToClient(this Page<Migrations.Migration> page, IReadOnlyDictionary<string, Segment> directory) => new(
        page.Items.Select(migration => new Client.Migration(
            migration.CustomerId,
            migration.Sequence,
            directory.NameOf(migration.From),
            directory.NameOf(migration.To),
            migration.Cause.ToClient(),
            migration.ModelVersion,
            migration.EffectiveAt,
            migration.RecordedAt,
            migration.EventId,
            migration.Monetary)).ToArray(),
        page.Next);

    public static ModelView ToClient(this ModelRecord model, IReadOnlyDictionary<string, Segment> directory)
    {
        var fitted = model.Model as ScaledModel;
        return new(
            model.Model.Version,
            model.Algorithm,
            model.FittedAt,
            model.PublishedAt,
            model.Fit?.Customers,
            (fitted?.Features ?? [])
                .Select(scale => new Client.FeatureScale(scale.Name, scale.Log, scale.Mean, scale.StandardDeviation)).ToArray(),
            model.Model.Segments.Select(segment => directory.GetValueOrDefault(segment.Id, segment))
                .Select((segment, i) => new ModelSegment(
                    segment.Id, segment.Name, segment.Description, segment.Action,
                    (fitted?.Centroids[i]).ToClient(), fitted?.ScaledCentroids[i].ToArray())).ToArray());
    }

    private static Client.MigrationCause ToClient(this Migrations.MigrationCause cause) => (Client.MigrationCause)cause;

    private static Client.Centroid? ToClient(this CustomerSegmentation.Models.Centroid? centroid) =>
        centroid is null ? null : new(centroid.RecencyDays, centroid.Frequency, centroid.Monetary);

    private static SegmentName? NameOf(this IReadOnlyDictionary<string, Segment> directory, string? id) =>
        id is null ? null : new(id, directory.TryGetValue(id, out var segment) ? segment.Name : id);
}
