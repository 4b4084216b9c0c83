using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.Edge.Telemetry;
using CustomerSegmentation.Engine;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Puts messaging into a host.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Takes purchases from RabbitMQ, and publishes migrations to it, when the section names a host. Without one, a demo gets the same consumer on a
    /// transport inside the process, and any other host gets no messaging. Needs an <see cref="ISegmentationEngine"/>;
    /// register what runs the engine before this, so that messaging stops first.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="section"><c>Segmentation:RabbitMq</c>; see <see cref="RabbitMqOptions"/>.</param>
    /// <param name="demo">Whether the host publishes purchases of its own through <see cref="PurchasePublisher"/>.</param>
    /// <exception cref="Configuration.SettingsException">A setting makes no sense.</exception>
    public static IServiceCollection AddSegmentationMessaging(
        this IServiceCollection services, IConfiguration section, bool demo)
    {
        var options = RabbitMqOptions.Read(section);
        if (!options.IsConfigured && !demo)
        {
            return services;
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<MessagingTelemetry>();
        services.TryAddSingleton<RefusedEvents>();
        services.AddSingleton<PurchaseConsumer>();
        services.AddSingleton(host => new PurchasePublisher(
            host.GetRequiredService<IBusControl>(), host.GetService<InProcessBackPressure>()));
        if (options is { IsConfigured: true, Publish: true })
        {
            // Before the bus: it starts first and stops last.
            services.AddOutbound();
            services.AddHostedService<SegmentChangePublisher>();
        }

        services.Configure<MassTransitHostOptions>(host =>
        {
            // The host starts without its broker and says so in its health.
            host.WaitUntilStarted = false;
            // What is in hand may become durable; what storage still holds up then goes back to the broker.
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(5);
            host.StopTimeout = TimeSpan.FromSeconds(20);
        });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (options.IsConfigured)
            {
                bus.UsingRabbitMq((host, rabbit) => rabbit.TakePurchases(host, options));
            }
            else
            {
                services.AddSingleton<InProcessBackPressure>();
                bus.UsingInMemory((host, memory) => memory.TakePurchases(host, options));
            }
        });

        // Ours replaces MassTransit's own check, which is there without a broker too and calls a bus that waits degraded.
        services.PostConfigure<HealthCheckServiceOptions>(checks =>
        {
            foreach (var own in checks.Registrations.Where(check => check.Tags.Contains("masstransit")).ToArray())
            {
                checks.Registrations.Remove(own);
            }
        });
        if (options.IsConfigured)
        {
            services.AddHealthChecks().AddCheck<BrokerHealthCheck>(BrokerHealthCheck.Name, tags: ["ready"]);
        }

        return services;
    }
}
