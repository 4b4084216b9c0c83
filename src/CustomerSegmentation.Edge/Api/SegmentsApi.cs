using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api;

/// <summary>The segments of the model in force and who is in them.</summary>
internal static class SegmentsApi
{
    public static void MapSegments(this IEndpointRouteBuilder api)
    {
        var segments = api.MapGroup("/segments").WithTags("Segments");

        segments.MapGet("", async (ISegmentationEngine engine, CancellationToken cancellation) =>
                TypedResults.Ok(SegmentsAnswer.Of(await engine.SegmentsAsync(cancellation))))
            .WithSummary("The segments of the model in force with their sizes, as of now")
            .Produces<SegmentsAnswer>();

        segments.MapPatch("/{id}", EditAsync)
            .WithSummary("Changes a segment's name, description or action")
            .Accepts<SegmentEditBody>("application/json")
            .Produces<SegmentAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        segments.MapGet("/{id}/customers", MembersAsync)
            .WithSummary("A segment's customers")
            .WithDescription("A page as JSON; all of them, streamed, with Accept: text/csv or application/x-ndjson.")
            .WithQuery("cursor", "limit")
            .Produces<PageAnswer<MemberAnswer>>(StatusCodes.Status200OK, ExportFormat.Json, ExportFormat.Csv, ExportFormat.Ndjson)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
    }

    private static async Task<IResult> EditAsync(
        string id, HttpContext http, ISegmentationEngine engine, ApiOptions options, TimeProvider time, CancellationToken cancellation)
    {
        id = http.IdAt(0);
        var (edit, problem) = await http.ReadBodyAsync<SegmentEditBody>(cancellation);
        if (edit is null)
        {
            return problem ?? Problem.BadRequest("missing_body", "Send a JSON object with name, description or action.");
        }

        if (edit is { Name: null, Description: null, Action: null })
        {
            return Problem.BadRequest("nothing_to_change", "Send at least one of name, description and action.");
        }

        if (edit.Name is not null && string.IsNullOrWhiteSpace(edit.Name))
        {
            return Problem.BadRequest("invalid_name", "name must not be empty; leave it out to keep it.");
        }

        var editing = engine.EditSegmentAsync(id, new(edit.Name, edit.Description, edit.Action), cancellation);
        return await editing.WaitAsync(options.RecordTimeout, time, cancellation) is { } segment
            ? TypedResults.Ok(new SegmentAnswer(segment.Id, segment.Name, segment.Description, segment.Action))
            : Problem.UnknownSegment(id);
    }

    private static async Task<IResult> MembersAsync(
        string id, HttpContext http, ISegmentationEngine engine, CancellationToken cancellation)
    {
        id = http.IdAt(1);
        var query = new QueryValues(http.Request.Query);
        var (cursor, limit) = (query.Text("cursor"), query.Limit());
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (ExportFormat.For(http.Request) is not { } format)
        {
            return ExportFormat.NotAcceptable();
        }

        var isExport = format != ExportFormat.Json;
        if (await engine.MembersAsync(id, isExport ? null : cursor, isExport ? ExportFormat.PageSize : limit, cancellation) is not { } page)
        {
            return Problem.UnknownSegment(id);
        }

        // A new model may put an end to the segment between two pages.
        return isExport
            ? new Export<MemberAnswer>(format, MemberAnswer.Table, PageAnswer.Of(page, MemberAnswer.Of), async (next, aborted) =>
                await engine.MembersAsync(id, next, ExportFormat.PageSize, aborted) is { } following
                    ? PageAnswer.Of(following, MemberAnswer.Of)
                    : null)
            : TypedResults.Ok(PageAnswer.Of(page, MemberAnswer.Of));
    }
}
