using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Whether the broker answers and purchases are being taken from it.</summary>
internal sealed class BrokerHealthCheck(IBusControl bus, RabbitMqOptions options) : IHealthCheck
{
    /// <summary>Its name among the health checks.</summary>
    public const string Name = "rabbitmq";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        return Task.FromResult(health.Status == BusHealthStatus.Healthy
            ? HealthCheckResult.Healthy($"RabbitMQ at {options.Host}:{options.Port} answers.")
            : HealthCheckResult.Unhealthy(
                $"RabbitMQ at {options.Host}:{options.Port} does not answer, or does not let purchases be taken.",
                health.Exception));
    }
}
