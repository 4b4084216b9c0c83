using Microsoft.Extensions.DependencyInjection;

namespace CustomerSegmentation.Edge.Demo;

/// <summary>Puts the demo into a host.</summary>
public static class DemoRegistration
{
    /// <summary>
    /// Lets a simulated shop publish, if wanted. Needs messaging that was registered for a demo; register this after it, so that
    /// the shop closes first.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="wanted">As <see cref="Configuration.DemoSettings.IsWanted"/> has it.</param>
    public static IServiceCollection AddDemoShop(this IServiceCollection services, bool wanted) =>
        wanted ? services.AddHostedService<DemoShop>() : services;
}
