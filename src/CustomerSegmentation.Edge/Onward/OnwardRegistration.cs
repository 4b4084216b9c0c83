using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Onward.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerSegmentation.Edge.Onward;

/// <summary>Puts into a host what sends migrations onward.</summary>
public static class OnwardRegistration
{
    /// <summary>Registers how migrations are sent onward, as configured.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">The configuration section <c>Segmentation</c>, see <see cref="OnwardOptions"/>.</param>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static IServiceCollection AddOnward(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.TryAddSingleton(OnwardOptions.Read(section.GetSection("Onward")));
        return services.AddOnward();
    }

    /// <summary>Registers webhooks, as configured.</summary>
    internal static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton(WebhookOptions.Read(section.GetSection("Webhooks")));
        services.AddSingleton<WebhookCaller>();
        services.AddSingleton<Courier>();
        services.AddSingleton<MigrationRound>();
        services.AddSingleton<FlowWatch>();
        services.AddSingleton<AlertRound>();
        services.AddSingleton<WebhookDispatch>();
        return services.AddHostedService(host => host.GetRequiredService<WebhookDispatch>());
    }

    /// <summary>The parts, with their defaults where nothing was configured.</summary>
    internal static IServiceCollection AddOnward(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new OnwardOptions());
        services.TryAddSingleton<CloudEvents>();
        services.TryAddSingleton<OnwardTelemetry>();
        return services;
    }
}
