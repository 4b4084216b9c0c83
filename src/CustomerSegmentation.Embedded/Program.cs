using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Embedded;

try
{
    var builder = WebApplication.CreateBuilder(HostCommandLine.Expand(args, EmbeddedSettings.Names));
    var settings = builder.Configuration.GetSection(EngineSettings.Section);
    builder.Services.AddEmbeddedEngine(settings);
    builder.Services.AddSegmentationApi(settings);

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
