using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>The segments of the model in force, and their wording.</summary>
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

        segments.MapMembers();
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

        var wording = new SegmentEdit(edit.Name, edit.Description, edit.Action).Tidy();
        if (wording.Flaw() is var (isName, reason))
        {
            return Problem.BadRequest(isName ? "invalid_name" : "invalid_text", reason);
        }

        var editing = engine.EditSegmentAsync(id, wording, cancellation);
        return await editing.WaitAsync(options.RecordTimeout, time, cancellation) is { } segment
            ? TypedResults.Ok(new SegmentAnswer(segment.Id, segment.Name, segment.Description, segment.Action))
            : Problem.UnknownSegment(id);
    }
}
