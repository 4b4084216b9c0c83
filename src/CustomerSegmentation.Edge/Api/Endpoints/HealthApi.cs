using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerSegmentation.Edge.Api.Endpoints;

/// <summary>Whether the process lives, and whether it can record.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");

        health.MapGet("/live", () => TypedResults.Ok(new HealthAnswer("live")))
            .WithSummary("The process answers")
            .Produces<HealthAnswer>();

        health.MapGet("/ready", ReadyAsync)
            .WithSummary("Storage, and the broker if one is configured, answer")
            .Produces<HealthAnswer>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Asks every registered check: the engine's below, and the message bus's own where there is one.</summary>
    private static async Task<IResult> ReadyAsync(HealthCheckService checks, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(cancellation);
        if (report.Status == HealthStatus.Healthy)
        {
            return TypedResults.Ok(new HealthAnswer("ready"));
        }

        var reasons = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy)
            .Select(check => $"{check.Key}: {check.Value.Description ?? "no answer."}");
        return Problem.Of(StatusCodes.Status503ServiceUnavailable, "not_ready", string.Join(' ', reasons));
    }
}

/// <summary>The engine's own word on whether it can record.</summary>
internal sealed class EngineHealthCheck(ISegmentationEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(engine.Health is { Ready: false } health
            ? HealthCheckResult.Unhealthy(health.Problem ?? "It does not say why.")
            : HealthCheckResult.Healthy());
}
