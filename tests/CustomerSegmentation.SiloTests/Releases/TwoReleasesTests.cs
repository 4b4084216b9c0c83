using System.Net;
using System.Text.Json.Nodes;
using CustomerSegmentation.SiloTests.Servers;

namespace CustomerSegmentation.SiloTests.Releases;

/// <summary>A cluster is updated silo by silo, and sometimes back: for a while silos of two releases are one cluster, and each answers for all.</summary>
public sealed class TwoReleasesTests(SharedRedis redis, SharedPostgres postgres, ITestOutputHelper output)
{
    private const int Customers = 60;
    private const int Shards = 8;

    [Fact]
    public async Task A_silo_of_the_last_release_and_one_of_today_answer_each_others_calls()
    {
        var program = await LastRelease.SiloAsync();
        string[] options =
        [
            "--Cluster", "two-releases", "--Shards", $"{Shards}", "--MinimumCustomersToFit", "10", "--Logging:LogLevel:Polly", "Warning",
            "--Redis", await redis.AddressAsync(), "--Postgres", await postgres.CreateDatabaseAsync(),
        ];
        await using var last = await ReleasedSilo.StartAsync(program, options);
        await last.RecordAsync("first", Customers, recorded: Customers);
        await using var today = await ReleasedSilo.StartAsync("CustomerSegmentation.Silo.dll", options);
        try
        {
            // The silo of today calls customers, shards and models that live in that of the last release.
            await last.HasAwakeAsync(Customers, Shards);
            await TakeTurnsAsync(last, today, round: 1);

            // The update goes on: everything moves to the silo of today. Then it is taken back: one of the last release joins again.
            await last.StopAsync();
            for (var i = 1; i <= Customers; i++)
            {
                await today.CustomerAsync(i);
            }

            await today.HasAwakeAsync(Customers - Erased(rounds: 1), Shards);
            await using var back = await ReleasedSilo.StartAsync(program, options);
            await TakeTurnsAsync(back, today, round: 2);
            await today.StopAsync();
            await back.StopAsync();
        }
        catch
        {
            output.WriteLine($"{last.Output}\n--- today ---\n{today.Output}");
            throw;
        }
    }

    private static async Task TakeTurnsAsync(ReleasedSilo last, ReleasedSilo today, int round)
    {
        await SameAnswersAsync(last, today, Erased(round - 1));
        await today.RecordAsync($"today-{round}", Customers, recorded: Customers);
        await last.RecordAsync($"last-{round}", Customers, recorded: Customers);
        await last.RecordAsync($"today-{round}", Customers, recorded: 0); // duplicates, whoever took them first
        await today.RecordAsync($"last-{round}", Customers, recorded: 0);
        await SameAnswersAsync(last, today, erased: 0); // who was erased has come back

        var version = await today.FitAsync();
        await last.PublishAsync(version);
        await SameAnswersAsync(last, today, erased: 0);
        version = await last.FitAsync();
        await today.PublishAsync(version);
        await SameAnswersAsync(last, today, erased: 0);

        for (var i = 1; i <= Erased(round); i++)
        {
            (await (i % 2 == 0 ? last : today).EraseAsync(i)).ShouldBe(HttpStatusCode.NoContent);
        }

        await SameAnswersAsync(last, today, Erased(round));
    }

    // So many that some of those who come back do so in either silo.
    private static int Erased(int rounds) => 16 * rounds;

    /// <summary>Whichever is asked, the same is answered, of customers and shards of both.</summary>
    private static async Task SameAnswersAsync(ReleasedSilo last, ReleasedSilo today, int erased)
    {
        for (var i = 1; i <= Customers; i++)
        {
            var customer = await last.CustomerAsync(i);
            (customer is null).ShouldBe(i <= erased, $"customer {i}");
            (await today.CustomerAsync(i)).ShouldBe(customer, $"customer {i}");
        }

        var sizes = await last.SizesAsync();
        sizes.Customers.ShouldBe(Customers - erased);
        (await today.SizesAsync()).ShouldBe(sizes);
        foreach (var list in new[] { "migrations?limit=1000", "models" })
        {
            // 60 and 60.00 are one number.
            var (theirs, ours) = (await last.TextAsync(list), await today.TextAsync(list));
            JsonNode.DeepEquals(JsonNode.Parse(ours), JsonNode.Parse(theirs)).ShouldBeTrue($"{ours}\n{theirs}");
        }
    }
}
