using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Orleans.TestingHost;

namespace CustomerSegmentation.SiloTests.Contract;

/// <summary>A silo alone, with everything in one file in a folder of its own.</summary>
internal sealed class FileSiloUnderTest : EngineUnderTest
{
    private static int _number;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("segmentation-silo-");
    private readonly Func<SiloOptions, SiloOptions> _with;
    private readonly TimeProvider _time;
    private readonly string _name = $"file{Interlocked.Increment(ref _number)}";
    private EngineOptions _options;
    private ImportRequest? _import;
    private Action<IServiceCollection>? _services;
    private InProcessTestCluster _cluster = null!;

    private FileSiloUnderTest(EngineOptions options, TimeProvider time, Func<SiloOptions, SiloOptions> with) =>
        (_options, _time, _with) = (options, time, with);

    public override ISegmentationEngine Engine => Silo;

    /// <summary>The engine of the silo.</summary>
    public OrleansEngine Silo => Services.GetRequiredService<OrleansEngine>();

    /// <summary>What the silo is made of.</summary>
    public IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    /// <summary>Where grains are found.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>What is on record.</summary>
    public LedgerDatabase Ledger => Services.GetRequiredService<LedgerDatabase>();

    /// <summary>Whether it runs with these options and by this clock.</summary>
    public bool Runs(EngineOptions options, TimeProvider time) => _options == options && _time == time;

    /// <summary>The folder of its file.</summary>
    public string Folder => _folder.FullName;

    /// <param name="options">Of the engine.</param>
    /// <param name="time">On the wall.</param>
    /// <param name="with">Changes settings of the silo; null for none.</param>
    /// <param name="import">What it begins with; null for nothing.</param>
    /// <param name="services">Adds to what the silo is made of; null for nothing.</param>
    public static async Task<FileSiloUnderTest> StartAsync(
        EngineOptions options,
        TimeProvider time,
        Func<SiloOptions, SiloOptions>? with = null,
        ImportRequest? import = null,
        Action<IServiceCollection>? services = null)
    {
        var running = new FileSiloUnderTest(options, time, with ?? (one => one)) { _import = import, _services = services };
        await running.StartAsync();
        return running;
    }

    public override Task SweptAsync() => Silo.SweptAsync();

    public override async Task RestartAsync(EngineOptions? options = null)
    {
        await StopAsync();
        _options = options ?? _options;
        await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Stops it, and leaves its file.</summary>
    public async Task StopAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = builder.Options.ClusterId = _name;
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        var import = _import;
        builder.ConfigureSilo((_, silo) => Configure(silo, Interlocked.Exchange(ref import, null)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await Silo.StartedAsync();
    }

    private void Configure(ISiloBuilder silo, ImportRequest? import)
    {
        var options = _with(new() { Shards = 3, Cluster = _name, Data = _folder.FullName });
        silo.ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error));
        silo.UseInMemoryReminderService();
        silo.Configure<Orleans.Configuration.GrainDirectoryOptions>(directory => directory.CacheSize = 1_000);
        silo.Services.AddSegmentationSilo(_options, options, SiloLedger.Open(options, _options), _time, import);
        _services?.Invoke(silo.Services);
    }
}
