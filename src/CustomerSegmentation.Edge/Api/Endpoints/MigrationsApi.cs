using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Who moved between segments, when and why.</summary>
internal static class MigrationsApi
{
    public static void MapMigrations(this IEndpointRouteBuilder api) => api.MapGet("/migrations", ListAsync)
        .WithTags("Migrations")
        .WithSummary("Migrations, newest first")
        .WithDescription("'from' is inclusive and 'to' exclusive, both by the time the change took effect. A page as JSON; all of "
            + "them, streamed, with Accept: text/csv or application/x-ndjson.")
        .WithQuery("customer", "from", "to", "asOf", "knownAt", "cause", "fromSegment", "toSegment", "segment", "cursor", "limit")
        .Produces<PageAnswer<MigrationAnswer>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status406NotAcceptable);

    /// <summary>One page with today's names of the segments.</summary>
    public static async Task<PageAnswer<MigrationAnswer>> PageAsync(
        ISegmentationEngine engine, MigrationQuery query, CancellationToken cancellation)
    {
        var page = await engine.MigrationsAsync(query, cancellation);
        var directory = engine.SegmentDirectory;
        return PageAnswer.Of(page, migration => MigrationAnswer.Of(migration, directory));
    }

    private static async Task<IResult> ListAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var asked = new MigrationQuery(
            query.Text("customer"), query.Time("from"), query.Time("to"), query.Cause(), query.Text("cursor"), query.Limit())
        {
            AsOf = query.Time("asOf"),
            KnownAt = query.Time("knownAt"),
            Segments = query.Segments(engine.SegmentDirectory),
        };
        query.RefuseReversed(asked.From, asked.To);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return ExportFormat.For(http.Request) switch
        {
            null => ExportFormat.NotAcceptable(),
            ExportFormat.Json => TypedResults.Ok(await PageAsync(engine, asked, cancellation)),
            var format => await ExportAsync(engine, asked with { Cursor = null, Limit = ExportFormat.PageSize }, format, cancellation),
        };
    }

    private static async Task<IResult> ExportAsync(
        ISegmentationEngine engine, MigrationQuery all, string format, CancellationToken cancellation) => new Export<MigrationAnswer>(
        format,
        MigrationAnswer.Table,
        await PageAsync(engine, all, cancellation),
        async (next, aborted) => await PageAsync(engine, all with { Cursor = next }, aborted));
}
