using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CustomerSegmentation.HttpSuite;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Membership;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace CustomerSegmentation.SiloTests.Program;

/// <summary>Silos that show each other certificates of one authority.</summary>
public sealed class SiloTlsTests(SharedRedis redis, SharedPostgres postgres)
{
    private const int Customers = 20;

    [Fact]
    public async Task Silos_with_certificates_are_one_cluster_and_nobody_else_gets_in()
    {
        using var authority = new Certificates("authority");
        using var stranger = new Certificates("stranger");
        string[] cluster =
        [
            "--urls", "http://127.0.0.1:0", "--Address", "127.0.0.1", "--Cluster", "tls", "--Shards", "4",
            "--Redis", await redis.AddressAsync(), "--Postgres", await postgres.CreateDatabaseAsync(),
        ];
        await using var first = Start(cluster, authority.OptionsFor("first"));
        await first.ReadyAsync();
        await using var second = Start(cluster, authority.OptionsFor("second", asPem: false));
        await second.ReadyAsync();
        for (var i = 0; i < Customers; i++)
        {
            await PostAsync(first, $"E-{i}", $"C-{i}");
            await PostAsync(second, $"F-{i}", $"C-{i}");
        }

        (await FrequencyAsync(first)).ShouldBe(2 * Customers);
        (await FrequencyAsync(second)).ShouldBe(2 * Customers);

        // Who connects and is refused hears of it, and so does whoever refuses.
        await using var without = Start(cluster, []);
        await using var foreign = Start(cluster, stranger.OptionsFor("foreign", trusting: authority));
        await Eventually.TrueAsync(
            () => first.Output.Contains("Authentication failed", StringComparison.Ordinal)
                && foreign.Output.Contains("Failed to get ping responses", StringComparison.Ordinal)
                && without.Output.Contains("Failed to get ping responses", StringComparison.Ordinal),
            "both refused");
        without.Output.ShouldNotContain("Ready:");
        foreign.Output.ShouldNotContain("Ready:");
        (await first.HealthAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await FrequencyAsync(second)).ShouldBe(2 * Customers);
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_the_authority_calls_a_grain_and_one_without_does_not()
    {
        using var authority = new Certificates("authority");
        using var stranger = new Certificates("stranger");
        var address = await redis.AddressAsync();
        string[] cluster =
        [
            "--urls", "http://127.0.0.1:0", "--Address", "127.0.0.1", "--Cluster", "tls-clients", "--Shards", "4",
            "--Redis", address, "--Postgres", await postgres.CreateDatabaseAsync(),
        ];
        await using var silo = Start(cluster, authority.OptionsFor("silo"));
        await silo.ReadyAsync();
        await PostAsync(silo, "E-1", "C-1");

        using var client = Client(address, authority.OptionsFor("client"));
        await client.StartAsync();
        (await client.Services.GetRequiredService<IGrainFactory>().GetGrain<ICustomerGrain>("C-1").ReadAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await client.StopAsync();

        using var foreign = Client(address, stranger.OptionsFor("foreign", trusting: authority));
        await Should.ThrowAsync<Exception>(() => foreign.StartAsync());
        using var without = Client(address, []);
        await Should.ThrowAsync<Exception>(() => without.StartAsync());
    }

    [Theory]
    [InlineData("--SiloTls:CertificatePath=none.pem", "--SiloTls:CaPath=none.pem", "SiloTls:CertificatePath is 'none.pem', which cannot be used")]
    [InlineData("--SiloTls:KeyPath=none.key", "--SiloTls:CaPath=none.pem", "With TLS between silos, SiloTls:CertificatePath must be set too.")]
    public async Task A_certificate_that_cannot_be_used_is_named_in_a_sentence(string option, string other, string named)
    {
        var (exitCode, output, errors) = await SiloProcess.RunAsync("--urls", "http://127.0.0.1:0", "--Cluster=local", option, other);

        exitCode.ShouldBe(2, output + errors);
        errors.ShouldContain(named);
    }

    private static IHost Client(string redis, string[] tls)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var options = SiloTlsOptions.Read(new ConfigurationBuilder().AddCommandLine(tls).Build().GetSection("SiloTls"));
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => cluster.ServiceId = cluster.ClusterId = "tls-clients")
                .UseRedisClustering(redis);
            if (options is not null)
            {
                client.UseTls(settings => SiloTls.Configure(settings, options));
            }
        });
        return builder.Build();
    }

    private static HostProcess Start(string[] cluster, string[] tls)
    {
        var ports = LoopbackPort.Free(2);
        return HostProcess.Launch(SiloProcess.File, ["--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}", .. cluster, .. tls]);
    }

    private static async Task PostAsync(HostProcess silo, string eventId, string customer)
    {
        using var body = ApiTesting.Json($"[{ApiTesting.Purchase(
            eventId, customer, at: TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))}]");
        using var response = await silo.Http.PostAsync(new Uri("/api/v1/events", UriKind.Relative), body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    private static async Task<int> FrequencyAsync(HostProcess silo)
    {
        var sum = 0;
        for (var i = 0; i < Customers; i++)
        {
            sum += (int)(await silo.Http.GetFromJsonAsync<JsonObject>(new Uri($"/api/v1/customers/C-{i}", UriKind.Relative)))!["frequency"]!;
        }

        return sum;
    }
}
