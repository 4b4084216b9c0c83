using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api;

/// <summary>Who moved between segments, when and why.</summary>
internal static class MigrationsApi
{
    public static void MapMigrations(this IEndpointRouteBuilder api) => api.MapGet("/migrations", ListAsync)
        .WithTags("Migrations")
        .WithSummary("Migrations, newest first")
        .WithDescription("'from' is inclusive and 'to' exclusive, both by the time the change took effect.")
        .WithQuery("customer", "from", "to", "cause", "cursor", "limit")
        .Produces<PageAnswer<MigrationAnswer>>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

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
            query.Text("customer"), query.Time("from"), query.Time("to"), query.Cause(), query.Text("cursor"), query.Limit());
        if (asked.From > asked.To)
        {
            query.Refuse("invalid_time", "from must not be later than to.");
        }

        return query.Problem is { } problem ? problem : TypedResults.Ok(await PageAsync(engine, asked, cancellation));
    }
}
