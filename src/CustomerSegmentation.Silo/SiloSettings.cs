using System.Net;
using CustomerSegmentation.Edge.Configuration;

namespace CustomerSegmentation.Silo;

/// <summary>Reads <see cref="SiloOptions"/> from the configuration.</summary>
internal static class SiloSettings
{
    /// <summary>The settings this host knows.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        .. DemoSettings.Known,
        new("Storage", "file", "file, or memory for a silo that keeps nothing; cluster when Postgres is named"),
        new("Cluster", "customer-segmentation", "name of the cluster"),
        new("State", "redis", "where several silos find each other and customers keep their state: redis or postgres"),
        new("Redis", "127.0.0.1:6379", "the Redis of several silos; not needed with State postgres"),
        new("Postgres", "none", "the ledger, such as Host=db;Username=…;Database=…; better in the environment"),
        new("Address", "the machine's", "address under which other silos reach this one"),
        new("SiloPort", "11111", "port for other silos; any for a silo alone"),
        new("GatewayPort", "none", "port for Orleans clients"),
        new("Shards", "32", "parts of the population; the same on every silo, for ever"),
        new("CollectAfter", "5m", "how long a customer whom nobody asks stays in memory"),
        new("FitSample", "1000000", "most customers that a model is fitted to"),
        new("Import", "none", "file of 'segmentation export' that an empty cluster begins with"),
        new("Projection", "false", "keeps every live segment in Redis too"),
        .. OperationSettings.Known,
        .. HostSettings.Known,
    ];

    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static SiloOptions Read(IConfiguration section)
    {
        var defaults = new SiloOptions();
        var cluster = section["Cluster"] is { Length: > 0 } name ? name : defaults.Cluster;
        var storage = Storage(section);
        return OperationSettings.Read(section, defaults) with
        {
            Cluster = cluster,
            Storage = storage,
            State = State(section, storage),
            Data = DemoSettings.DataFolder(section),
            Redis = section["Redis"] is { Length: > 0 } redis ? redis : defaults.Redis,
            Postgres = section["Postgres"] ?? defaults.Postgres,
            Address = Address(section),
            SiloPort = HostSettings.Count(section, "SiloPort", storage == StorageChoice.Cluster ? defaults.SiloPort : 0, most: ushort.MaxValue),
            GatewayPort = HostSettings.Count(section, "GatewayPort", defaults.GatewayPort, most: ushort.MaxValue),
            Shards = HostSettings.Count(section, "Shards", defaults.Shards, most: 4_096),
            SweepEvery = HostSettings.SweepEvery(section, defaults.SweepEvery),
            EventsInFlight = HostSettings.Count(section, "EventsInFlight", defaults.EventsInFlight, most: 10_000_000),
            CollectAfter = CollectAfter(section, defaults.CollectAfter),
            FitSample = HostSettings.Count(section, "FitSample", defaults.FitSample, most: int.MaxValue),
            Import = section["Import"] is { Length: > 0 } import ? import : null,
            Projection = section["Projection"] switch
            {
                null or "" => false,
                var text when bool.TryParse(text, out var wanted) => wanted,
                var text => throw new SettingsException($"Projection is '{text}'; it can be 'true' or 'false'."),
            },
        };
    }

    /// <summary>A file, unless told otherwise or a database is named.</summary>
    private static StorageChoice Storage(IConfiguration section)
    {
        var hasPostgres = section["Postgres"] is { Length: > 0 };
        var choice = section["Storage"] switch
        {
            null or "" => hasPostgres || section["Redis"] is { Length: > 0 } ? StorageChoice.Cluster : StorageChoice.File,
            var text when Enum.TryParse<StorageChoice>(text, ignoreCase: true, out var told) && !char.IsDigit(text[0]) => told,
            var text => throw new SettingsException($"Storage is '{text}'; it can be 'file', 'memory' or 'cluster'."),
        };
        return (choice, hasPostgres) switch
        {
            (StorageChoice.Cluster, false) => throw new SettingsException(
                "Postgres says where the ledger of several silos is, such as --Postgres \"Host=db;Username=segmentation;"
                + "Database=segmentation\". A silo alone needs neither Redis nor Postgres."),
            (not StorageChoice.Cluster, true) => throw new SettingsException(
                $"Storage is '{section["Storage"]}', and Postgres is named, which is for several silos: leave one of them out."),
            _ => choice,
        };
    }

    private static StateChoice State(IConfiguration section, StorageChoice storage) => (section["State"], storage) switch
    {
        (null or "", _) => StateChoice.Redis,
        (var text, not StorageChoice.Cluster) => throw new SettingsException(
            $"State is '{text}', which is for several silos, and Storage is '{storage.ToString().ToLowerInvariant()}': leave State out, or name Postgres."),
        var (text, _) when Enum.TryParse<StateChoice>(text, ignoreCase: true, out var told) && !char.IsDigit(text[0]) => told,
        var (text, _) => throw new SettingsException($"State is '{text}'; it can be 'redis' or 'postgres'."),
    };

    private static string? Address(IConfiguration section) => section["Address"] switch
    {
        null or "" => null,
        var text when IPAddress.TryParse(text, out _) => text,
        var text => throw new SettingsException($"Address is '{text}'; it must be an IP address under which other silos reach this one."),
    };

    /// <summary>Orleans looks for the idle once a minute, and wants a longer time than that.</summary>
    private static TimeSpan CollectAfter(IConfiguration section, TimeSpan otherwise)
    {
        if (section["CollectAfter"] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        var after = Duration.Parse("CollectAfter", text);
        return after > TimeSpan.FromMinutes(1) && after <= TimeSpan.FromDays(30)
            ? after
            : throw new SettingsException($"CollectAfter is '{text}'; it must be longer than 1m, and at most 30d.");
    }
}
