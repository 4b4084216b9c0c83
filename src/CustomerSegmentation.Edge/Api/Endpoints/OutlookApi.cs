using System.ComponentModel;
using System.Globalization;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>What segments and customers will come to, and why a customer moved.</summary>
internal static class OutlookApi
{
    public static void MapOutlook(this IEndpointRouteBuilder api)
    {
        api.MapGet("/segments/forecast", ForecastAsync)
            .WithTags("Segments")
            .WithSummary("Segment sizes ahead: exactly if nobody buys, and by a Markov chain on recent migrations")
            .WithQuery("days", "lookback", "seed")
            .Produces<OutlookAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var customers = api.MapGroup("/customers/{id}").WithTags("Customers")
            .ProducesProblem(StatusCodes.Status404NotFound);

        customers.MapGet("/path", PathAsync)
            .WithSummary("The smallest purchase that would bring a customer to a segment now, if there is one")
            .Produces<PathAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        customers.MapGet("/history/{sequence}", ExplainAsync)
            .WithSummary("Why one migration of a customer happened")
            .Produces<ExplanationAnswer>();
    }

    private static async Task<IResult> ForecastAsync(HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var query = new QueryValues(http.Request.Query);
        var asked = new OutlookQuery(query.Days(OutlookQuery.Default.Days), query.Span("lookback", "90d"), query.Seed());
        return query.Problem is { } problem
            ? problem
            : TypedResults.Ok(OutlookAnswer.Of(await engine.OutlookAsync(asked, cancellation), engine.SegmentDirectory));
    }

    private static async Task<IResult> PathAsync(
        string id,
        [Description("Id of the segment to come to.")] string? to,
        HttpContext http,
        ISegmentationEngine engine,
        ApiOptions options,
        CancellationToken cancellation)
    {
        id = http.IdAt(1);
        if (string.IsNullOrEmpty(to))
        {
            return Problem.BadRequest("missing_to", "Say which segment with to=…; GET /api/v1/segments lists the ids.");
        }

        if (!engine.SegmentDirectory.ContainsKey(to))
        {
            return Problem.UnknownSegment(to);
        }

        return await engine.PathAsync(id, to, cancellation) is { } path
            ? TypedResults.Ok(PathAnswer.Of(path, options.Currency, engine.SegmentDirectory))
            : Problem.UnknownCustomer(id);
    }

    private static async Task<IResult> ExplainAsync(
        string id, string sequence, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(2);
        return int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await engine.ExplainAsync(id, number, cancellation) is { } why
                ? TypedResults.Ok(ExplanationAnswer.Of(why, engine.SegmentDirectory))
                : Problem.UnknownMigration(id, sequence);
    }
}
