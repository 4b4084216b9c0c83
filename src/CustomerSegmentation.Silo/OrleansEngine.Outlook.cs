using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo;

/// <summary>Lists, what will be, what was, and why.</summary>
internal sealed partial class OrleansEngine
{
    /// <inheritdoc/>
    public async Task<Page<Member>?> MembersAsync(
        string segmentId, string? cursor, int limit, CancellationToken cancellation = default)
    {
        var terms = models.Registry.Terms;
        if (!IsInForce(segmentId, terms))
        {
            return null;
        }

        var (shard, after) = Parse(cursor);
        var members = new List<Member>();
        for (var now = Now; shard < shards.Count; (shard, after) = (shard + 1, 0))
        {
            var some = await GrainRetry.AnswerAsync(
                () => shards[shard].MembersAsync(segmentId, now.UtcTicks, terms.Publication.Ordinal, after, limit - members.Count, cancellation),
                cancellation);
            members.AddRange(some.Select(ToMember));
            if (members.Count == limit)
            {
                return new(members, $"{shard}-{some[^1].Place}");
            }
        }

        return new(members, Next: null);
    }

    /// <inheritdoc/>
    public async Task<Page<PastMember>?> MembersAsOfAsync(
        string segmentId, DateTimeOffset asOf, string? cursor, int limit, CancellationToken cancellation = default)
    {
        if (!SegmentDirectory.ContainsKey(segmentId))
        {
            return null;
        }

        var page = await ledger.ReadAsync(() => ledger.Reader.MembersAsOf(segmentId, asOf, cursor, limit), cancellation);
        var terms = models.Registry.Terms;
        var members = await Task.WhenAll(page.Items.Select(async member => new PastMember(
            member.CustomerId, member.Since, (await ReadAsync(member.CustomerId, cancellation))?.RfmAsOf(asOf, terms))));
        return new(members, page.Next);
    }

    /// <inheritdoc/>
    public async Task<Page<Departure>?> LeavingAsync(
        string segmentId, TimeSpan within, string? cursor, int limit, CancellationToken cancellation = default)
    {
        var terms = models.Registry.Terms;
        if (!IsInForce(segmentId, terms))
        {
            return null;
        }

        var now = Now;
        var list = new DepartureList(now, within, cursor, limit);
        var after = list.After is var (at, customer) ? new DeparturePlace(at, customer) : null;
        var lines = await shards.AskAllAsync(shard => shard.LeavingAsync(
            segmentId, now.UtcTicks, list.Until, terms.Publication.Ordinal, after, limit + 1, cancellation), cancellation);
        foreach (var line in lines.SelectMany(some => some))
        {
            list.Consider(new(ToMember(line.Member), new(line.At, TimeSpan.Zero), line.To));
        }

        return list.ToPage();
    }

    /// <inheritdoc/>
    public async Task<SegmentOutlook> OutlookAsync(OutlookQuery query, CancellationToken cancellation = default)
    {
        var now = Now;
        var terms = models.Registry.Terms;
        var count = OutlookCount.Of(query, terms.Model, now);
        foreach (var part in await shards.AskAllAsync(
            shard => shard.OutlookAsync(count.Moments, terms.Publication.Ordinal, cancellation), cancellation))
        {
            count = count.Plus(part.ToCount(count));
        }

        return await ledger.ReadAsync(() => count.Outlook(query, ledger.Reader.MovesWithin(now - query.Lookback, now)), cancellation);
    }

    /// <inheritdoc/>
    public async Task<PublishPreview?> PreviewAsync(int version, CancellationToken cancellation = default)
    {
        var now = Now;
        while (true)
        {
            var registry = models.Registry;
            if (!registry.Versions.TryGetValue(version, out var candidate))
            {
                return null;
            }

            var lines = await ShardPopulation.OverlapAsync(shards, registry.Terms.Publication.Ordinal, candidate.Model, now, cancellation);
            if (models.Registry.Terms.Publication.Ordinal == registry.Terms.Publication.Ordinal)
            {
                return PublishPreview.Of(ShardPopulation.ToOverlap(lines, registry.Terms.Model, candidate.Model.Segments.Count), candidate.Model);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<PurchasePath?> PathAsync(string customerId, string segmentId, CancellationToken cancellation = default)
    {
        var registry = models.Registry;
        return (await ReadAsync(customerId, cancellation))?.PathTo(segmentId, registry.Terms, Now, registry.NameOf);
    }

    /// <inheritdoc/>
    public async Task<MigrationExplanation?> ExplainAsync(
        string customerId, int sequence, CancellationToken cancellation = default)
    {
        var migration = await ledger.ReadAsync(() => ledger.Reader.Migration(customerId, sequence), cancellation);
        if (migration is null)
        {
            return null;
        }

        var registry = models.Registry;
        return (await ReadAsync(customerId, cancellation))?.Explain(migration, registry.Versions[migration.ModelVersion].Model, registry.Terms);
    }

    private static bool IsInForce(string segmentId, AssignmentTerms terms) =>
        terms.Model.Segments.Any(segment => segment.Id == segmentId);

    private static Member ToMember(MemberMessage line) =>
        new(line.CustomerId, line.RecencyDays, line.Frequency, line.Monetary, new(line.Since, TimeSpan.Zero));

    private (int Shard, ulong After) Parse(string? cursor)
    {
        if (cursor is null)
        {
            return (0, 0);
        }

        return cursor.Split('-') is [var shardText, var placeText]
            && int.TryParse(shardText, NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && ulong.TryParse(placeText, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && shard < shards.Count
                ? (shard, place)
                : throw new InvalidCursorException(cursor);
    }
}
