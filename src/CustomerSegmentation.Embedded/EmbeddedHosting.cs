using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded;

/// <summary>Puts the embedded engine into a host.</summary>
internal static class EmbeddedHosting
{
    /// <summary>
    /// Registers the engine as configured in the section. It stops with the host, after everything that feeds it.
    /// </summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, IConfiguration section)
    {
        var engine = EngineSettings.Read(section);
        var options = EmbeddedSettings.Read(section);
        return services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(provider => CheckedWallClock.Of(provider.GetRequiredService<TimeProvider>(), engine))
            .AddSingleton(provider => EmbeddedEngine.Start(
                engine,
                options,
                provider.GetRequiredService<CheckedWallClock>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger("CustomerSegmentation.Engine")))
            .AddSingleton<ISegmentationEngine>(provider => provider.GetRequiredService<EmbeddedEngine>());
    }

    /// <summary>
    /// Starts the engine now, so that what is wrong with the folder or the settings is said before anything listens.
    /// </summary>
    public static void StartEmbeddedEngine(this IHost app) => app.Services.GetRequiredService<EmbeddedEngine>();
}
