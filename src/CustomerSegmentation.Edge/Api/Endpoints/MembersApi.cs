using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Who is in a segment, was in it at a moment, or leaves it soon: pages to look at, audiences to export.</summary>
internal static class MembersApi
{
    private const int LeaverBatchSize = 50_000; // each page looks at everybody anew, for they are sorted by time

    public static void MapMembers(this IEndpointRouteBuilder segments)
    {
        segments.MapGet("/{id}/customers", MembersAsync)
            .WithSummary("A segment's customers, now or as of a moment")
            .WithDescription("A page as JSON; all of them, streamed, with Accept: text/csv or application/x-ndjson, or format=csv or ndjson.")
            .WithQuery(["asOf", .. MemberFilter.Names, "hash", "normalize", "format", "cursor", "limit"])
            .ProducesList<MemberAnswer>();

        segments.MapGet("/{id}/leaving", LeavingAsync)
            .WithSummary("Who leaves a segment soon if they do not buy, when and where to; soonest first")
            .WithDescription("A page as JSON; all of them, streamed, with Accept: text/csv or application/x-ndjson, or format=csv or ndjson.")
            .WithQuery("within", "hash", "normalize", "format", "cursor", "limit")
            .ProducesList<DepartureAnswer>();
    }

    private static async Task<IResult> MembersAsync(
        string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(1);
        var query = new QueryValues(http.Request.Query);
        var (asOf, filter, ids) = (query.Time("asOf"), MemberFilter.Asked(ref query), CustomerIds.Asked(ref query));
        var (cursor, limit) = (query.Text("cursor"), query.Limit());
        if (asOf > engine.Now)
        {
            query.Refuse("invalid_time", "asOf must not be later than now.");
        }

        var members = new MemberPages(id, asOf, filter, ids);
        return query.Problem is { } problem
            ? problem
            : await AnswerAsync(http, id, PageAsync, MemberAnswer.Table(ids), ExportFormat.PageSize, cursor, limit, cancellation);

        Task<PageAnswer<MemberAnswer>?> PageAsync(string? from, int most, CancellationToken stop) => members.ReadAsync(engine, from, most, stop);
    }

    private static async Task<IResult> LeavingAsync(
        string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(1);
        var query = new QueryValues(http.Request.Query);
        var (within, ids, cursor, limit) =
            (query.Span("within", "7d"), CustomerIds.Asked(ref query), query.Text("cursor"), query.Limit());
        return query.Problem is { } problem
            ? problem
            : await AnswerAsync(http, id, PageAsync, DepartureAnswer.Table(id, ids), LeaverBatchSize, cursor, limit, cancellation);

        async Task<PageAnswer<DepartureAnswer>?> PageAsync(string? from, int most, CancellationToken stop) =>
            await engine.LeavingAsync(id, within, from, most, stop) is { } page
                ? PageAnswer.Of(page, departure => DepartureAnswer.Of(departure, ids, engine.SegmentDirectory))
                : null;
    }

    /// <summary>A page, or all of them, as the caller likes it.</summary>
    private static async Task<IResult> AnswerAsync<T>(
        HttpContext http,
        string segmentId,
        Func<string?, int, CancellationToken, Task<PageAnswer<T>?>> pageAsync,
        Table<T> table,
        int exportedAtOnce,
        string? cursor,
        int limit,
        CancellationToken cancellation)
    {
        if (ExportFormat.For(http.Request) is not { } format)
        {
            return ExportFormat.NotAcceptable();
        }

        var isExport = format != ExportFormat.Json;
        if (await pageAsync(isExport ? null : cursor, isExport ? exportedAtOnce : limit, cancellation) is not { } page)
        {
            return Problem.UnknownSegment(segmentId);
        }

        // A new model may put an end to the segment between two pages.
        return isExport
            ? new Export<T>(format, table, page, (next, stop) => pageAsync(next, exportedAtOnce, stop))
            : TypedResults.Ok(page);
    }

    private static void ProducesList<T>(this RouteHandlerBuilder call) => call
        .Produces<PageAnswer<T>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status406NotAcceptable);
}
