using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Embedded;
using CustomerSegmentation.Ledger;

try
{
    var builder = WebApplication.CreateBuilder(HostCommandLine.Expand(args, EmbeddedSettings.Names));
    var settings = builder.Configuration.GetSection(EngineSettings.Section);
    builder.Services.AddEmbeddedEngine(settings);

    var app = builder.Build();
    app.Services.GetRequiredService<EmbeddedEngine>();
    await app.RunAsync();
    return ExitCodes.Done;
}
catch (Exception e) when (ExitCodes.Of(e) is { } code)
{
    await Console.Error.WriteLineAsync(e.Message);
    return code;
}
