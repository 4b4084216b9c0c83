using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Outbound.Webhooks;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>Adds the sending of migrations to a host.</summary>
public static class OutboundRegistration
{
    /// <summary>Registers the sending of migrations, as configured.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">The configuration section <c>Segmentation</c>, see <see cref="OutboundOptions"/>.</param>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.TryAddSingleton(OutboundOptions.Read(section.GetSection("Onward")));
        return services.AddOutbound();
    }

    /// <summary>Registers webhooks, as configured.</summary>
    internal static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton(WebhookOptions.Read(section.GetSection("Webhooks")));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<MigrationDispatcher>();
        services.AddSingleton<DailyFlowsTracker>();
        services.AddSingleton<AlertDispatcher>();
        services.AddSingleton<WebhookDispatcher>();
        return services.AddHostedService(host => host.GetRequiredService<WebhookDispatcher>());
    }

    /// <summary>The parts, with their defaults where nothing was configured.</summary>
    internal static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => CheckedWallClock.Of(provider.GetRequiredService<TimeProvider>(), new EngineOptions()));
        services.TryAddSingleton(new OutboundOptions());
        services.TryAddSingleton<CloudEvents>();
        services.TryAddSingleton<OutboundTelemetry>();
        return services;
    }
}
