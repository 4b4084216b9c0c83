using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CustomerSegmentation.HttpSuite;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Program;

/// <summary>The silo's program, started as its users start it.</summary>
public sealed class LocalSiloTests(SharedRedis redis, SharedPostgres postgres)
{
    [Fact]
    public async Task A_silo_alone_needs_nothing_installed_and_says_that_it_keeps_nothing()
    {
        await using var silo = await SiloProcess.StartAsync("--Storage", "memory");

        await PostAsync(silo, Purchase("a", "C-1"), Purchase("b", "C-1"), Purchase("b", "C-1"), Purchase("c", "C-2"));

        var customer = await GetAsync(silo, "/api/v1/customers/C-1");
        ((int)customer["frequency"]!).ShouldBe(2);
        ((decimal)customer["monetary"]!).ShouldBe(100);
        var segments = await GetAsync(silo, "/api/v1/segments");
        ((long)segments["customers"]!).ShouldBe(2);
        ((long)segments["lapsed"]!).ShouldBe(0);
        segments["segments"]!.AsArray().Sum(segment => (long)segment!["customers"]!).ShouldBe(2);
        await silo.StopAsync();
        silo.Output.ShouldContain("a silo alone keeps nothing");
        silo.Errors.Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silo_with_storage_says_that_everything_is_durable_and_knows_it_again()
    {
        string[] storage = ["--Cluster", "program", "--Redis", await redis.AddressAsync(), "--Postgres", await postgres.CreateDatabaseAsync()];
        await using (var silo = await SiloProcess.StartAsync(storage))
        {
            await PostAsync(silo, Purchase("a", "C-1"), Purchase("b", "C-1"));
            await silo.StopAsync();
            silo.Output.ShouldContain("Stopped; everything recorded is durable.");
        }

        await using var again = await SiloProcess.StartAsync(storage);
        ((int)(await GetAsync(again, "/api/v1/customers/C-1"))["frequency"]!).ShouldBe(2);
        ((long)(await GetAsync(again, "/api/v1/segments"))["customers"]!).ShouldBe(1);
        await again.StopAsync();
    }

    [Fact]
    public async Task Help_is_printed_instead_of_a_start()
    {
        var (exitCode, output, errors) = await SiloProcess.RunAsync("--help");

        exitCode.ShouldBe(0, errors);
        errors.Trim().ShouldBeEmpty();
        output.ShouldContain("CustomerSegmentation.Silo --Data ./shop");
        output.ShouldContain("--Shards");
        output.ShouldContain("[32]");
    }

    [Theory]
    [InlineData("--Storage=memory", "--Shrads=8", "There is no option --Shrads; the nearest are --Shards,")]
    [InlineData("--Storage=memory", "--Shards=none", "Shards is 'none'")]
    [InlineData("--Storage=memory", "--CollectAfter=1s", "CollectAfter is '1s'; it must be longer than 1m, and at most 30d.")]
    [InlineData("--Storage=memory", "--Address=here", "Address is 'here'")]
    [InlineData("--Cluster=shop", "--Redis=127.0.0.1:1", "Postgres says where the ledger of several silos is")]
    public async Task A_setting_that_makes_no_sense_is_named_in_a_sentence(string option, string other, string named)
    {
        var (exitCode, output, errors) = await SiloProcess.RunAsync("--urls", "http://127.0.0.1:0", option, other);

        exitCode.ShouldBe(2, output + errors);
        errors.ShouldContain(named);
        errors.Trim().Split('\n').Length.ShouldBe(1, errors);
    }

    /// <summary>Of the day before, whatever day it is: both in one segment for weeks.</summary>
    private static string Purchase(string eventId, string customer) => ApiTesting.Purchase(
        eventId, customer, at: TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));

    private static async Task PostAsync(HostProcess silo, params string[] events)
    {
        using var body = ApiTesting.Json($"[{string.Join(',', events)}]");
        using var response = await silo.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
        var answer = await response.ReadObjectAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        ((int)answer["recorded"]!).ShouldBe(events.Distinct().Count(), answer.ToJsonString());
    }

    private static async Task<JsonObject> GetAsync(HostProcess silo, string path) =>
        (await silo.Http.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative)))!;
}
