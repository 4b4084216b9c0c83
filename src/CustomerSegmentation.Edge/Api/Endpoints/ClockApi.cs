using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>The engine's now, and a person's word for the wall clock.</summary>
internal static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder api)
    {
        var clock = api.MapGroup("/clock").WithTags("Clock");

        clock.MapGet("", (ISegmentationEngine engine) => TypedResults.Ok(new ClockAnswer(engine.Now)))
            .WithSummary("The engine's now")
            .Produces<ClockAnswer>();

        clock.MapPost("/confirm", async (ISegmentationEngine engine, ApiOptions options, TimeProvider time, CancellationToken cancellation) =>
                TypedResults.Ok(new ClockAnswer(await engine.ConfirmClockAsync(cancellation).WaitAsync(options.RecordTimeout, time, cancellation))))
            .WithSummary("Says that the wall clock is right although the engine is not ready because it doubts it")
            .Produces<ClockAnswer>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}
