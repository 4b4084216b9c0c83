using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Recording;
using CustomerSegmentation.Edge.Telemetry;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Events in.</summary>
internal static class EventsApi
{
    /// <summary>The path of the call, under any base path.</summary>
    public const string Path = "/api/v1/events";

    /// <summary>The connection's doing; nothing that was sent is refused.</summary>
    private const string Broken = "bad_request";
    private const string MalformedEncoding = "malformed_encoding";

    private const string Json = "application/json";
    private const string Ndjson = "application/x-ndjson";

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapPost("/events", RecordAsync)
        .WithTags("Events")
        .WithSummary("Records purchases and refunds")
        .WithDescription(
            "The body is one event, an array of events, {\"events\":[…]} or, as application/x-ndjson, one event a line; "
            + "gzip is allowed; any length. 200 once everything is durable. An event that cannot be used is listed in "
            + "'refused' by its index and stops no other. Sending the same events again is always safe.")
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .Accepts<EventBody>(Json, Ndjson)
        .WithOneOrManyInBody("events")
        .Produces<RecordAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> RecordAsync(
        HttpContext http, ISegmentationEngine engine, RefusedEvents unreadable, ApiOptions options, TimeProvider time)
    {
        var request = http.Request;
        if (KindOf(request) is not { } kind)
        {
            return Problem.UnsupportedEvents();
        }

        // A live stream may pause for as long as it likes; the server would cut off a body slower than 240 bytes a second.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace)
        {
            pace.MinDataRate = null;
        }

        await using var recording = new EventRecording(engine, unreadable, options.RecordTimeout, time, http.RequestAborted);
        try
        {
            var broken = await ReadAsync(kind, request, recording);
            if (broken is var (status, refusal))
            {
                if (refusal.Code is not (Broken or MalformedEncoding))
                {
                    unreadable.Count(refusal.Code);
                }

                return Problem.Midway(status, refusal.Code, refusal.Reason, await recording.FinishAsync());
            }

            return TypedResults.Ok(await recording.FinishAsync());
        }
        catch (RecordTimeoutException timeout)
        {
            http.Response.Headers.RetryAfter = "5";
            return Problem.Midway(StatusCodes.Status503ServiceUnavailable, "storage_unavailable",
                $"{timeout.Message} Storage is away or too slow; send the same events again, that is safe.", recording.SoFar());
        }
    }

    /// <summary>Reads the body to its end.</summary>
    /// <returns>Why the body, or the rest of it, cannot be used; null when it was read.</returns>
    private static async Task<(int Status, Refusal Refusal)?> ReadAsync(string kind, HttpRequest request, EventRecording recording)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            if (kind == Ndjson)
            {
                await new NdjsonBody(request.BodyReader, recording).ReadAsync(aborted);
                return null;
            }

            return await new JsonBody(request.BodyReader, recording).ReadAsync(aborted) is { } refusal
                ? (refusal.Code == RefusalCodes.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
                    new(refusal.Code, $"{refusal.Reason} Correct the body and send it again; events that count already are not counted twice."))
                : null;
        }
        catch (BadHttpRequestException bad)
        {
            return (bad.StatusCode, new(Broken, $"{bad.Message.TrimEnd('.')}. Send the same events again, that is safe."));
        }
        catch (InvalidDataException)
        {
            return (StatusCodes.Status400BadRequest, new(MalformedEncoding,
                "The body is not what its Content-Encoding says. Correct it and send the same events again, that is safe."));
        }
    }

    /// <summary>Null for what cannot be read. An encoding that could be undone is gone from the headers by now.</summary>
    private static string? KindOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            || request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return type.MediaType.Value?.ToLowerInvariant() is Json or Ndjson ? type.MediaType.Value!.ToLowerInvariant() : null;
    }
}
