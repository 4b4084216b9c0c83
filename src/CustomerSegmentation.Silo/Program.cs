using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Access;
using CustomerSegmentation.Edge.Configuration;
using CustomerSegmentation.Edge.Demo;
using CustomerSegmentation.Edge.Messaging;
using CustomerSegmentation.Edge.Outbound;
using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Dashboard;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Membership;

if (SiloHelp.Answer(args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return ExitCodes.Done;
}

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = HostCommandLine.Expand(args, SiloSettings.Known),
        ContentRootPath = AppContext.BaseDirectory, // appsettings.json is beside the program
    });
    builder.ListenOnLoopbackUnlessTold();
    builder.EnsureAddressesAreFree(); // a silo joins and opens its file before it listens
    var settings = KnownSettings.Of(builder.Configuration.GetSection(EngineSettings.Section), SiloSettings.Known);
    var demo = DemoSettings.IsWanted(settings);
    builder.AddSilo(EngineSettings.Read(settings), SiloSettings.Read(settings));
    builder.Services.AddOutbound(settings);
    builder.Services.AddSegmentationMessaging(settings.GetSection("RabbitMq"), demo);
    builder.Services.AddSegmentationApi(settings);
    builder.Services.AddDemoShop(demo);

    await using var app = builder.Build();
    app.MapSegmentationApi(); // refuses to listen where strangers could call
    app.MapOrleansDashboard();
    var import = app.Services.GetRequiredService<ClusterImport>();
    var maintenance = app.Services.GetRequiredService<SiloMaintenance>();
    var membership = app.Services.GetService<MembershipRowCheck>(); // none in a silo alone
    try
    {
        await app.RunAsync();
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        // Told to stop before it had joined.
    }

    return (import.Refusal ?? maintenance.Refusal) is { } refusal ? throw refusal : membership?.Loss is { } loss ? throw loss : ExitCodes.Done;
}
catch (Exception e) when (ExitCodes.Of(e) is { } code)
{
    await Console.Error.WriteLineAsync(e.Message);
    return code;
}
