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
    private const string Path = "/health";
    private const string Details = "/details";
    private const int MostUnreadable = 1_000;

    /// <summary>Whether a path is health that anybody may ask for: whether the engine lives and is ready, and nothing of a customer.</summary>
    public static bool IsOpen(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase, out var rest)
        && !rest.StartsWithSegments(Details, StringComparison.OrdinalIgnoreCase);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup(Path).WithTags("Health");

        health.MapGet("/live", Live)
            .WithSummary("The process answers, and may yet record without a restart")
            .Produces<HealthAnswer>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        health.MapGet("/ready", ReadyAsync)
            .WithSummary("Storage, and the broker if one is configured, answer")
            .Produces<HealthAnswer>()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        health.MapGet(Details, DetailsAsync)
            .WithSummary("Each thing that is needed, and the customers of whom nothing can be read; needs a key like any other call")
            .Produces<HealthDetailsAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static IResult Live(ISegmentationEngine engine) => engine.Health is { Alive: false } health
        ? Problem.Of(StatusCodes.Status503ServiceUnavailable, "not_live", health.Problem ?? "It does not say why.")
        : TypedResults.Ok(new HealthAnswer("live"));

    private static async Task<IResult> DetailsAsync(HealthCheckService checks, ISegmentationEngine engine, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(cancellation);
        var unreadable = engine.Health.UnreadableCustomers;
        return TypedResults.Ok(new HealthDetailsAnswer(
            report.Status == HealthStatus.Healthy ? "ready" : "not_ready",
            [
                .. report.Entries.OrderBy(check => check.Key, StringComparer.Ordinal).Select(check => new HealthCheckAnswer(
                    check.Key,
                    check.Value.Status == HealthStatus.Healthy,
                    check.Value.Status == HealthStatus.Healthy ? null : check.Value.Description ?? "no answer.",
                    check.Value.Data.GetValueOrDefault(EngineHealthCheck.Detail) as string)),
            ],
            [.. unreadable.Take(MostUnreadable).Select(customer => new UnreadableCustomerAnswer(customer.CustomerId, customer.Reason, customer.Since))],
            unreadable.Count));
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
    /// <summary>Under which the data of the check has what storage itself says.</summary>
    public const string Detail = "detail";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(engine.Health is { Ready: false } health
            ? HealthCheckResult.Unhealthy(health.Problem ?? "It does not say why.", data: health.Detail is { Length: > 0 } detail
                ? new Dictionary<string, object> { [Detail] = detail }
                : null)
            : HealthCheckResult.Healthy());
}
