using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.HostTests.Faults;
using CustomerSegmentation.Migrations;
using Dapper;
using Npgsql;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>Silos that are one cluster, with a ledger of their own.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const int EventsPerCall = 1_000;

    private static int _number;

    // They live for half a minute: code that is compiled twice, and measured in between, costs more than it brings.
    private static readonly Dictionary<string, string> Environment = new() { ["DOTNET_TieredPGO"] = "0" };

    private readonly List<Silo> _silos = [];
    private readonly List<Silo> _gone = [];
    private readonly string[] _options;
    private readonly string _ledger;
    private int _turn;

    private SiloCluster(ChaosServers servers, string ledger, bool onPostgres)
    {
        _ledger = ledger;
        _options =
        [
            "--Cluster", $"chaos{Interlocked.Increment(ref _number)}", "--Shards", "8", "--Postgres", ledger,
            .. onPostgres ? ["--State", "postgres"] : (string[])["--Redis", servers.Redis.Address],
            .. servers.Broker.Options(),
            "--Logging:LogLevel:Orleans", "Warning", "--Logging:LogLevel:Orleans.Runtime.MembershipService", "Information",
            "--Logging:Console:FormatterName", "simple", "--Logging:Console:FormatterOptions:TimestampFormat", "HH:mm:ss.fff ",
        ];
    }

    /// <summary>Those that run and are not about to stop.</summary>
    public IReadOnlyList<Silo> Silos
    {
        get
        {
            lock (_silos)
            {
                return [.. _silos];
            }
        }
    }

    /// <summary>What every silo there ever was has printed.</summary>
    public string Output => string.Join("\n--- next silo ---\n", _gone.Concat(Silos).Select(silo => silo.Process.Output + silo.Process.Errors));

    /// <summary>Starts silos, all at once, and returns when they are ready.</summary>
    /// <param name="servers">What they run on.</param>
    /// <param name="silos">How many.</param>
    /// <param name="onPostgres">Whether they have no Redis.</param>
    public static async Task<SiloCluster> StartAsync(ChaosServers servers, int silos, bool onPostgres = false)
    {
        var cluster = new SiloCluster(servers, await servers.Postgres.CreateDatabaseAsync(), onPostgres);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more and returns when it is ready.</summary>
    public Task AddAsync() => AddAsync(LoopbackPort.Free(2));

    /// <summary>SIGKILL to the one that has run longest.</summary>
    public Task KillOldestAsync() => TakeOldest().Process.KillAsync();

    /// <summary>SIGKILL to all of them at once.</summary>
    public async Task KillAllAsync()
    {
        var all = new List<Silo>();
        while (Silos.Count > 0)
        {
            all.Add(TakeOldest());
        }

        await Task.WhenAll(all.Select(silo => silo.Process.KillAsync()));
    }

    /// <summary>Stops the one that has run longest, and starts it again on the same ports.</summary>
    public async Task RestartOldestAsync()
    {
        var silo = TakeOldest();
        await silo.Process.StopAsync();
        await AddAsync(silo.Ports);
    }

    /// <summary>One of them, another one at every call, as behind a load balancer.</summary>
    public HttpClient Any()
    {
        var silos = Silos;
        return silos[(int)((uint)Interlocked.Increment(ref _turn) % silos.Count)].Process.Http;
    }

    /// <summary>The answer to a question of any of them.</summary>
    public Task<JsonElement> AskAsync(string question) =>
        Any().GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{question}", UriKind.Relative));

    /// <summary>Records events over HTTP; all that there are of a customer in one call.</summary>
    public async Task RecordAsync(IReadOnlyList<PurchaseEvent> events)
    {
        foreach (var lot in Lots(events))
        {
            using var body = new ReadOnlyMemoryContent(Shop.Body(lot)) { Headers = { ContentType = new("application/json") } };
            using var response = await Any().PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
            var answer = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, answer);
        }
    }

    /// <summary>How many events the ledger knows of; null while it is away.</summary>
    public async Task<long?> RecordedAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_ledger);
            await connection.OpenAsync();
            await using var sum = new NpgsqlCommand("SELECT COALESCE(SUM(events), 0)::bigint FROM segmentation.segment_states", connection);
            return (long)(await sum.ExecuteScalarAsync())!;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    /// <summary>Migrations of a cause in the ledger, counted by where they lead from and to.</summary>
    public async Task<IReadOnlyDictionary<(string? From, string? To), long>> MovesOnRecordAsync(MigrationCause cause)
    {
        await using var connection = new NpgsqlConnection(_ledger);
        return (await connection.QueryAsync<(string? From, string? To, long Customers)>(
            "SELECT from_segment, to_segment, count(*) FROM segmentation.migrations WHERE cause = @cause GROUP BY 1, 2",
            new { cause = (long)cause })).ToDictionary(move => (move.From, move.To), move => move.Customers);
    }

    /// <summary>Runs SQL on the ledger.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_ledger + ";Pooling=false");
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _gone.Concat(Silos))
        {
            await silo.Process.DisposeAsync();
        }
    }

    /// <summary>Whole customers, as many as go in a call.</summary>
    public static IEnumerable<IReadOnlyList<PurchaseEvent>> Lots(IReadOnlyList<PurchaseEvent> events)
    {
        var lot = new List<PurchaseEvent>(EventsPerCall);
        foreach (var customer in events.GroupBy(e => e.CustomerId, StringComparer.Ordinal))
        {
            PurchaseEvent[] theirs = [.. customer];
            if (lot.Count + theirs.Length > EventsPerCall)
            {
                yield return lot;
                lot = new(EventsPerCall);
            }

            lot.AddRange(theirs);
        }

        yield return lot;
    }

    private async Task AddAsync(int[] ports)
    {
        var process = HostProcess.Launch(
            "CustomerSegmentation.Silo.dll",
            Environment,
            ["--urls", "http://127.0.0.1:0", "--Address", "127.0.0.1", "--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}", .. _options]);
        try
        {
            await process.ReadyAsync();
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        lock (_silos)
        {
            _silos.Add(new(process, ports));
        }
    }

    private Silo TakeOldest()
    {
        lock (_silos)
        {
            var silo = _silos[0];
            _silos.RemoveAt(0);
            _gone.Add(silo);
            return silo;
        }
    }

    /// <summary>A silo, and where other silos and Orleans clients reach it.</summary>
    internal sealed record Silo(HostProcess Process, int[] Ports);
}
