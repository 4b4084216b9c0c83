using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Demo;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.Embedded;

if (EmbeddedHelp.Answer(args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return ExitCodes.Done;
}

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = HostCommandLine.Expand(args, EmbeddedSettings.Known),
        ContentRootPath = AppContext.BaseDirectory, // appsettings.json is beside the program, ./data in the folder where it was started
    });
    builder.ListenOnLoopbackUnlessTold();
    var settings = KnownSettings.Of(builder.Configuration.GetSection(EngineSettings.Section), EmbeddedSettings.Known);
    var demo = DemoSettings.IsWanted(settings);
    builder.Services.AddEmbeddedEngine(settings);
    builder.Services.AddOutbound(settings);
    builder.Services.AddSegmentationMessaging(settings.GetSection("RabbitMq"), demo);
    builder.Services.AddSegmentationApi(settings);
    builder.Services.AddDemoShop(demo);

    await using var app = builder.Build();
    app.MapSegmentationApi(); // refuses to listen where strangers could call: before the engine opens its file
    app.StartEmbeddedEngine();
    await app.RunAsync();
    return ExitCodes.Done;
}
catch (Exception e) when (ExitCodes.Of(e) is { } code)
{
    await Console.Error.WriteLineAsync(e.Message);
    return code;
}
