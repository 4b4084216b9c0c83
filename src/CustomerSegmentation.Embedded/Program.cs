using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Embedded;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = HostCommandLine.Expand(args, EmbeddedSettings.Names),
        ContentRootPath = AppContext.BaseDirectory, // appsettings.json stands beside the program, ./data where it was started
    });
    builder.ListenOnLoopbackUnlessTold();
    var settings = builder.Configuration.GetSection(EngineSettings.Section);
    var demo = EmbeddedSettings.IsDemo(settings);
    builder.Services.AddEmbeddedEngine(settings);
    builder.Services.AddSegmentationMessaging(settings.GetSection("RabbitMq"), demo);
    builder.Services.AddSegmentationApi(settings);
    builder.Services.AddDemoShop(demo);

    await using var app = builder.Build();
    app.StartEmbeddedEngine();
    app.MapSegmentationApi();
    await app.RunAsync();
    return ExitCodes.Done;
}
catch (Exception e) when (ExitCodes.Of(e) is { } code)
{
    await Console.Error.WriteLineAsync(e.Message);
    return code;
}
