using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>A publication is on record before anybody moves. Whatever stops it in between, it is finished without being asked for.</summary>
[Collection(ChaosCollection.Name)]
public sealed class PublicationTests(ChaosServers servers, ITestOutputHelper output)
{
    private const int Customers = 9_000;

    [Fact]
    public async Task A_publication_in_which_every_silo_was_killed_is_finished_by_those_that_start()
    {
        await servers.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos: 2);
        try
        {
            await cluster.RecordAsync([.. Enumerable.Range(0, Customers).Select(Bought)]);
            var fit = await PostAsync(cluster, "models/fit", new { k = 6, seed = 1 });
            var expected = fit.GetProperty("preview").GetProperty("moves").EnumerateArray().ToDictionary(
                move => (move.GetProperty("from").GetString(), move.GetProperty("to").GetString()),
                move => move.GetProperty("customers").GetInt64());
            var everyone = expected.Values.Sum();
            var version = fit.GetProperty("version").GetInt32();

            var publishing = PostAsync(cluster, $"models/{version}/publish", new { });
            await Eventually.TrueAsync(async () => await RefitsAsync(cluster) > 0, "somebody who has moved");
            await cluster.KillAllAsync();
            await Should.ThrowAsync<HttpRequestException>(publishing);
            var before = await RefitsAsync(cluster);
            output.WriteLine($"{before} of {everyone} had moved when the silos were killed.");
            before.ShouldBeInRange(1, everyone - 1, "the kill came too late to interrupt anything");

            await cluster.AddAsync();
            await Eventually.TrueAsync(async () => await RefitsAsync(cluster) == everyone, "everyone moved");
            (await cluster.AskAsync("models/current")).GetProperty("version").GetInt32().ShouldBe(version);
            (await MovesAsync(cluster)).ShouldBe(expected, ignoreOrder: true);
            (await cluster.RecordedAsync()).ShouldBe(Customers);
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
    }

    private static async Task<JsonElement> PostAsync(SiloCluster cluster, string what, object body)
    {
        using var response = await cluster.Any().PostAsJsonAsync(new Uri($"/api/v1/{what}", UriKind.Relative), body);
        var answer = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer);
        return JsonSerializer.Deserialize<JsonElement>(answer);
    }

    /// <summary>As the ledger has it, whether silos run or not.</summary>
    private static async Task<long> RefitsAsync(SiloCluster cluster) => (await MovesAsync(cluster)).Values.Sum();

    private static Task<IReadOnlyDictionary<(string? From, string? To), long>> MovesAsync(SiloCluster cluster) =>
        cluster.MovesOnRecordAsync(Migrations.MigrationCause.Refit);

    // Three kinds of people, far from each other and from every threshold of the rules.
    private static PurchaseEvent Bought(int number) => new(
        $"E-{number}",
        PurchaseEventType.Purchase,
        $"C-{number:00000}",
        $"O-{number}",
        TimeProvider.System.GetUtcNow().AddDays(-(number % 3 * 60) - 5).AddMinutes(-number % 60),
        20 + (number % 3 * 200) + (number % 7));
}
