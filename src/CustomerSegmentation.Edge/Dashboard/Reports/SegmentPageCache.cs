using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>What the pages of segments show, read once and cached for all readers. Each of these reads all customers.</summary>
internal sealed class SegmentPageCache(ISegmentationEngine engine, ReportSources sources)
{
    private static readonly CustomerIds Ids = new(Hashed: false, Normalized: false);

    /// <summary>Everybody, added up by the segments of the model in force; null while they are counted for the first time.</summary>
    /// <param name="modelVersion">Of that model: another one is counted at once.</param>
    public async Task<PopulationSnapshot?> PopulationAsync(int modelVersion)
    {
        var population = await sources.Customers.LookAsync(("census", modelVersion), () => PopulationSnapshot.TakeAsync(engine));
        return population?.ModelVersion == modelVersion ? population : null;
    }

    /// <summary>A page of members; null while it is read for the first time.</summary>
    public Task<Snapshot<PageAnswer<MemberAnswer>>?> MembersAsync(MembersAsked asked) => sources.Customers.LookAsync(asked, async () =>
    {
        var asOf = asked.AsOf ?? engine.Now;
        var pages = new MemberPages(asked.SegmentId, asked.AsOf, asked.Filter, Ids);
        return Snapshot.Of(asOf, await pages.ReadAsync(engine, asked.Cursor, asked.Limit, CancellationToken.None));
    });

    /// <summary>A page of those who leave soon, soonest first; null while it is read for the first time.</summary>
    public Task<Snapshot<PageAnswer<DepartureAnswer>>?> LeaversAsync(LeaversAsked asked) => sources.Customers.LookAsync(asked, async () =>
    {
        var now = engine.Now;
        var page = await engine.LeavingAsync(asked.SegmentId, asked.Within, asked.Cursor, asked.Limit);
        return Snapshot.Of(now, page is null ? null : PageAnswer.Of(page, departure => DepartureAnswer.Of(departure, Ids, engine.SegmentDirectory)));
    });
}
