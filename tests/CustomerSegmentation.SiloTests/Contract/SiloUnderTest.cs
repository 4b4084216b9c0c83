using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo;
using CustomerSegmentation.Silo.Importing;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.SiloTests.Http;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.TestingHost;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(UntouchedSilos))]
[assembly: AssemblyFixture(typeof(CustomerSegmentation.SharedPostgres))]
[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace CustomerSegmentation.SiloTests.Contract;

/// <summary>Two silos on a real Redis and a real PostgreSQL, or on PostgreSQL alone. The engine is that of the first; customers live on both.</summary>
internal sealed class SiloUnderTest : EngineUnderTest
{
    private static int _number;

    private readonly string _redis;
    private readonly string _ledger;
    private readonly Func<SiloOptions, SiloOptions> _with;
    private readonly TimeProvider _time;
    private readonly string _name = $"test{Interlocked.Increment(ref _number)}";
    private EngineOptions _options;
    private ImportRequest? _import;
    private Action<IServiceCollection>? _services;
    private InProcessTestCluster _cluster = null!;

    private SiloUnderTest(
        EngineOptions options, TimeProvider time, string redis, string ledger, Func<SiloOptions, SiloOptions> with) =>
        (_options, _time, _redis, _ledger, _with) = (options, time, redis, ledger, with);

    public override ISegmentationEngine Engine => EngineOf(0);

    /// <param name="options">Of the engine.</param>
    /// <param name="time">On the wall.</param>
    /// <param name="redis">For the state of customers.</param>
    /// <param name="postgres">For the ledger.</param>
    /// <param name="with">Changes settings of the silos; null for none.</param>
    /// <param name="import">What one of the silos brings into the cluster; null for nothing.</param>
    /// <param name="services">Adds to what silos are made of, and has an Orleans client connected; null for neither.</param>
    public static async Task<SiloUnderTest> StartAsync(
        EngineOptions options,
        TimeProvider time,
        SharedRedis redis,
        SharedPostgres postgres,
        Func<SiloOptions, SiloOptions>? with = null,
        ImportRequest? import = null,
        Action<IServiceCollection>? services = null)
    {
        var silos = new SiloUnderTest(options, time, await redis.AddressAsync(), await postgres.CreateDatabaseAsync(), with ?? (silo => silo))
        {
            _import = import,
            _services = services,
        };
        await silos.StartAsync();
        return silos;
    }

    /// <summary>Starts them without a Redis: customers are in the ledger's database.</summary>
    public static async Task<SiloUnderTest> StartOnPostgresAsync(
        EngineOptions options, TimeProvider time, SharedPostgres postgres, Func<SiloOptions, SiloOptions>? with = null)
    {
        var silos = new SiloUnderTest(
            options, time, redis: "", await postgres.CreateDatabaseAsync(), silo => (with ?? (same => same))(silo with { State = StateChoice.Postgres }));
        await silos.StartAsync();
        return silos;
    }

    /// <summary>The engine of a silo.</summary>
    public OrleansEngine EngineOf(int silo) => _cluster.Silos[silo].ServiceProvider.GetRequiredService<OrleansEngine>();

    /// <summary>What the first silo is made of.</summary>
    public IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    /// <summary>What every silo is made of.</summary>
    public IEnumerable<IServiceProvider> ServicesOfAll => _cluster.Silos.Select(silo => silo.ServiceProvider);

    /// <summary>Connected to the gateways, where one was asked for.</summary>
    public IClusterClient Client => _cluster.Client;

    /// <summary>Where grains are found, by way of the first silo.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>What is on record.</summary>
    public LedgerDatabase Ledger => Services.GetRequiredService<LedgerDatabase>();

    /// <summary>Where the ledger is.</summary>
    public string LedgerAddress => _ledger;

    /// <summary>Whether it runs with these options and by this clock.</summary>
    public bool Runs(EngineOptions options, TimeProvider time) => _options == options && _time == time;

    public override async Task SweptAsync() => await EngineOf(0).SweptAsync();

    public override async Task RestartAsync(EngineOptions? options = null)
    {
        await StopAsync();
        _options = options ?? _options;
        await StartAsync();
    }

    public override async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Stops the silos; a client that was connected stays.</summary>
    public async Task StopSilosAsync()
    {
        foreach (var silo in _cluster.Silos.ToArray())
        {
            await _cluster.StopSiloAsync(silo);
        }
    }

    private async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ServiceId = builder.Options.ClusterId = _name;
        builder.Options.InitializeClientOnDeploy = _services is not null;
        builder.Options.ConfigureFileLogging = false;
        var import = _import;
        builder.ConfigureSilo((_, silo) => Configure(silo, Interlocked.Exchange(ref import, null)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await Task.WhenAll(_cluster.Silos.Select((_, i) => EngineOf(i).StartedAsync()));
    }

    private async Task StopAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    private void Configure(ISiloBuilder silo, ImportRequest? import)
    {
        var options = _with(new() { Shards = 3, Storage = StorageChoice.Cluster, Cluster = _name, Postgres = _ledger, Redis = _redis });
        silo.ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Error));
        silo.UseInMemoryReminderService().AddTraces(options);
        if (options.UsesRedis)
        {
            silo.AddCustomersInRedis(ConfigurationOptions.Parse(_redis));
        }

        silo.Services.AddSegmentationSilo(_options, options, SiloLedger.Open(options, _options), _time, import);
        _services?.Invoke(silo.Services);
    }
}
