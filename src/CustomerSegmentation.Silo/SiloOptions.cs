using CustomerSegmentation.Silo.Dashboard;
using CustomerSegmentation.Silo.Membership;

namespace CustomerSegmentation.Silo;

/// <summary>Settings of the silo host alone.</summary>
internal sealed record SiloOptions
{
    /// <summary>Where everything is kept.</summary>
    public StorageChoice Storage { get; init; } = StorageChoice.File;

    /// <summary>Where several silos keep the state of customers, their membership and their reminders.</summary>
    public StateChoice State { get; init; } = StateChoice.Redis;

    /// <summary>The folder with the file of a silo alone. One process owns it.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>Whether this silo is a cluster of its own.</summary>
    public bool IsAlone => Storage is StorageChoice.File or StorageChoice.Memory;

    /// <summary>Whether this silo is one of several that need nothing but PostgreSQL to find each other.</summary>
    public bool IsOnPostgres => Storage == StorageChoice.Cluster && State == StateChoice.Postgres;

    /// <summary>Whether there must be a Redis.</summary>
    public bool UsesRedis => !IsAlone && (State == StateChoice.Redis || Projection);

    /// <summary>Name of the cluster; all silos that share storage have the same one.</summary>
    public string Cluster { get; init; } = "customer-segmentation";

    /// <summary>Redis, as StackExchange.Redis writes it: <c>host:6379,password=…</c>.</summary>
    public string Redis { get; init; } = "127.0.0.1:6379";

    /// <summary>The ledger, as Npgsql writes it: <c>Host=…;Username=…;Password=…;Database=…</c>.</summary>
    public string Postgres { get; init; } = "";

    /// <summary>Where other silos reach this one; null for the address of the machine.</summary>
    public string? Address { get; init; }

    /// <summary>The port for other silos; 0 for any that is free, as a silo alone takes.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>The port for Orleans clients, such as those of the client package; 0 for none. As open as the port for silos.</summary>
    public int GatewayPort { get; init; }

    /// <summary>How many shards the population has. All silos of a cluster have the same number, for ever.</summary>
    public int Shards { get; init; } = 32;

    /// <summary>How often a shard looks for whoever is due, on the wall.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events may be accepted by this silo and not yet durable. More wait to be accepted.</summary>
    public int EventsInFlight { get; init; } = 65_536;

    /// <summary>
    /// Under the event clock, how long events that are not recorded hold back time, reviews and publications: storage may be away, or their
    /// customer not be readable.
    /// </summary>
    public TimeSpan MaxStay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a customer whom nobody asks stays in memory.</summary>
    public TimeSpan CollectAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most customers that a model is fitted to; of more, a sample is taken from every segment.</summary>
    public int FitSample { get; init; } = 1_000_000;

    /// <summary>An export of an embedded engine that this silo brings into its cluster at its start; null for none.</summary>
    public string? Import { get; init; }

    /// <summary>Whether the live segment of every customer is kept in Redis too, for those who read it there.</summary>
    public bool Projection { get; init; }

    /// <summary>Whether somebody collects traces (<c>Otlp:Endpoint</c>): then they go from silo to silo with every call.</summary>
    public bool Traces { get; init; }

    /// <summary>Whether the Orleans Dashboard is mounted, and whether it measures.</summary>
    public OrleansDashboardMode OrleansDashboard { get; init; } = OrleansDashboardMode.Mounted;

    /// <summary>The silo's name in logs and on the dashboard; the pod's, in Kubernetes.</summary>
    public string SiloName { get; init; } = Environment.MachineName;

    /// <summary>TLS between silos and from clients; null for none.</summary>
    public SiloTlsOptions? Tls { get; init; }
}
