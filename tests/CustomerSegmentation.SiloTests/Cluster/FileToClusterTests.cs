using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CustomerSegmentation.HttpSuite;
using CustomerSegmentation.Ledger.Exports;
using CustomerSegmentation.SiloTests.Program;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Cluster;

/// <summary>Who began with one silo on a file goes on with several: by export and import.</summary>
public sealed class FileToClusterTests(SharedRedis redis, SharedPostgres postgres) : IDisposable
{
    private const string Customer = "/api/v1/customers/C-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("file-to-cluster-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_silo_on_a_file_knows_its_cluster_knows_too()
    {
        var (data, export) = (Path.Combine(_folder.FullName, "data"), Path.Combine(_folder.FullName, "shop.export"));
        JsonNode before, history;
        await using (var alone = await HostUnderTest.Silo.StartAsync(data, "--Clock", "event"))
        {
            using var body = ApiTesting.Json($"[{ApiTesting.Purchase("a")},{ApiTesting.Purchase("b", amount: "700")}]");
            using var response = await alone.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
            response.EnsureSuccessStatusCode();
            (before, history) = (await GetAsync(alone, Customer), await GetAsync(alone, Customer + "/history"));
            await alone.StopAsync();
        }

        using (var stopped = StoppedEngine.Open(data))
        await using (var output = File.Create(export))
        {
            stopped.Export(output, _ => { }, TestContext.Current.CancellationToken);
        }

        await using var cluster = await SiloProcess.StartAsync(
            "--Cluster", "from-file", "--Redis", await redis.AddressAsync(), "--Postgres", await postgres.CreateDatabaseAsync(),
            "--Clock", "event", "--Import", export);

        (await GetAsync(cluster, Customer)).ToJsonString().ShouldBe(before.ToJsonString());
        (await GetAsync(cluster, Customer + "/history")).ToJsonString().ShouldBe(history.ToJsonString());
        await cluster.StopAsync();
    }

    private static async Task<JsonNode> GetAsync(HostProcess silo, string path) =>
        (await silo.Http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;
}
