using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace CustomerSegmentation.Edge.Api.Streaming;

/// <summary>Migrations as they are put on record.</summary>
internal static class StreamApi
{
    public static void MapMigrationStream(this IEndpointRouteBuilder api) => api.MapGet("/migrations/stream", StreamAsync)
        .WithTags("Migrations")
        .WithSummary("Migrations as they are put on record, as server-sent events")
        .WithDescription("Reads on after the header Last-Event-ID, or the parameter lastEventId; otherwise begins with what comes.")
        .WithQuery("segment", "cause", "lastEventId")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    /// <summary>The filter that parameters ask for, each once or several times.</summary>
    private static (MigrationFilter Filter, IResult? Problem) Filter(
        StringValues segments, StringValues causes, IReadOnlyDictionary<string, Segment> directory)
    {
        var wanted = new List<MigrationCause>();
        foreach (var word in causes.OfType<string>().Where(word => word.Length > 0))
        {
            if (QueryValues.CauseOf(word) is not { } cause)
            {
                return (MigrationFilter.None, Problem.BadRequest("invalid_cause", QueryValues.Causes));
            }

            wanted.Add(cause);
        }

        string[] ids = [.. segments.OfType<string>().Where(id => id.Length > 0)];
        return Array.Find(ids, id => id != SegmentFilter.None && !directory.ContainsKey(id)) is { } unknown
            ? (MigrationFilter.None, Problem.BadRequest("invalid_segment", QueryValues.NeverASegment(unknown)))
            : (new(ids, wanted), null);
    }

    private static async Task StreamAsync(HttpContext http, ISegmentationEngine engine, MigrationStream stream)
    {
        var query = http.Request.Query;
        var (filter, problem) = Filter(query["segment"], query["cause"], engine.SegmentDirectory);
        long? position = engine.Record.End;
        if ((http.Request.Headers["Last-Event-ID"], query["lastEventId"]) is var (header, parameter)
            && (header.Count > 0 ? header : parameter).ToString() is { Length: > 0 } id)
        {
            position = EventId.Position(engine.Record, id);
            problem ??= position is null
                ? Problem.BadRequest("invalid_last_event_id", "This id is not of this engine's record. Connect without it.")
                : null;
        }

        if (problem is not null)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        await stream.RunAsync(http, position!.Value, filter);
    }
}
