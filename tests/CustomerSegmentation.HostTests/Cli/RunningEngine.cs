using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>The embedded host as its Program builds it, on a free loopback port and with a folder of its own.</summary>
internal sealed class RunningEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private RunningEngine(WebApplication app, DirectoryInfo folder) => (_app, _folder) = (app, folder);

    public string Address => _app.Urls.First();

    public ISegmentationEngine Engine => _app.Services.GetRequiredService<ISegmentationEngine>();

    public static async Task<RunningEngine> StartAsync(params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("engine-");
        string[] args = ["--urls", "http://127.0.0.1:0", "--Data", folder.FullName, .. options];
        var builder = WebApplication.CreateBuilder(HostCommandLine.Expand(args, EmbeddedSettings.Known));
        builder.Logging.ClearProviders();
        var settings = builder.Configuration.GetSection(EngineSettings.Section);
        builder.Services.AddEmbeddedEngine(settings);
        builder.Services.AddSegmentationMessaging(settings.GetSection("RabbitMq"), demo: false);
        builder.Services.AddSegmentationApi(settings);
        var app = builder.Build();
        app.StartEmbeddedEngine();
        app.MapSegmentationApi();
        await app.StartAsync();
        return new(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
