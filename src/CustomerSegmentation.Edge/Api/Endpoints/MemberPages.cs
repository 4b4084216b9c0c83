using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Members of a segment, page by page: the same for the API, its files and the dashboard.</summary>
/// <param name="SegmentId">Whose.</param>
/// <param name="AsOf">As of this moment; null for now.</param>
/// <param name="Filter">Which of them.</param>
/// <param name="Ids">How they are shown.</param>
internal sealed record MemberPages(string SegmentId, DateTimeOffset? AsOf, MemberFilter Filter, CustomerIds Ids)
{
    /// <summary>So many are looked through at once for those that match.</summary>
    private const int AtOnce = 1_000;

    /// <summary>A page; null where there is no such segment.</summary>
    public async Task<PageAnswer<MemberAnswer>?> ReadAsync(
        ISegmentationEngine engine, string? cursor, int limit, CancellationToken cancellation)
    {
        if (AsOf is { } moment)
        {
            var then = await TakeAsync(
                (from, most) => engine.MembersAsOfAsync(SegmentId, moment, from, most, cancellation),
                member => Filter.Matches(member.Rfm?.RecencyDays, member.Rfm?.Frequency ?? 0, member.Rfm?.Monetary ?? 0), cursor, limit);
            return then is null ? null : PageAnswer.Of(then, member => MemberAnswer.Of(member, SegmentId, Ids));
        }

        var now = await TakeAsync(
            (from, most) => engine.MembersAsync(SegmentId, from, most, cancellation),
            member => Filter.Matches(member.RecencyDays, member.Frequency, member.Monetary), cursor, limit);
        return now is null ? null : PageAnswer.Of(now, member => MemberAnswer.Of(member, SegmentId, Ids));
    }

    /// <summary>Reads on until a page is full of those that match, or the list has come to its end.</summary>
    private async Task<Page<T>?> TakeAsync<T>(Func<string?, int, Task<Page<T>?>> readAsync, Func<T, bool> matches, string? cursor, int limit)
    {
        if (Filter == MemberFilter.None)
        {
            return await readAsync(cursor, limit);
        }

        var taken = new List<T>();
        for (var most = AtOnce; ;)
        {
            if (await readAsync(cursor, most) is not { } page)
            {
                return null;
            }

            var places = Enumerable.Range(0, page.Items.Count).Where(place => matches(page.Items[place])).ToList();
            if (places.Count > limit - taken.Count)
            {
                // A cursor marks the end of what was read: so read again, only up to the last member that fits. Each read is shorter, so this ends.
                most = places[limit - taken.Count - 1] + 1;
                continue;
            }

            taken.AddRange(places.Select(place => page.Items[place]));
            if (page.Next is not { } next || taken.Count == limit)
            {
                return new(taken, page.Next);
            }

            (cursor, most) = (next, AtOnce);
        }
    }
}
