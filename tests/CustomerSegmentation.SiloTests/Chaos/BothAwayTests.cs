using System.Net;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.SiloTests.Chaos;

/// <summary>PostgreSQL and a silo away at the same time: its shards wake on other silos, which cannot read their rows.</summary>
[Collection(ChaosCollection.Name)]
public sealed class BothAwayTests(ChaosServers servers, ITestOutputHelper output)
{
    private const string Customer = "C-1";
    private const int Rounds = 2;

    /// <summary>Everything that can be read, over HTTP and on pages; a placeholder is a segment with a member.</summary>
    private static readonly string[] Questions =
    [
        $"/api/v1/customers/{Customer}", $"/api/v1/customers/{Customer}/history", $"/api/v1/customers/{Customer}/history/1",
        $"/api/v1/customers/{Customer}/path?to={{0}}",
        "/api/v1/segments", "/api/v1/segments/forecast", "/api/v1/segments/{0}/customers", "/api/v1/segments/{0}/leaving?within=300d",
        "/api/v1/segments/{0}/customers?asOf={1}", "/api/v1/segments/{0}/retention",
        "/api/v1/migrations", "/api/v1/migrations/matrix", "/api/v1/migrations/matrix/customers?fromSegment=new&toSegment={0}",
        "/api/v1/migrations/flows", "/api/v1/migrations/series",
        "/api/v1/models", "/api/v1/models/current", "/api/v1/models/1", "/api/v1/webhooks",
        "/", "/segments", "/segments/{0}", "/customers", $"/customers/{Customer}", "/migration", "/models", "/models/1", "/live",
    ];

    [Fact]
    public async Task With_PostgreSQL_and_a_silo_away_every_reader_is_answered_or_told_to_come_back()
    {
        await servers.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(servers, silos: 3);
        try
        {
            await cluster.RecordAsync([.. Enumerable.Range(0, 300).Select(Bought)]);
            var segment = (await cluster.AskAsync($"customers/{Customer}")).GetProperty("segment").GetProperty("id").GetString();
            var asOf = Uri.EscapeDataString($"{TimeProvider.System.GetUtcNow():O}");
            Uri[] questions = [.. Questions.Select(question => new Uri(
                question.Replace("{0}", segment, StringComparison.Ordinal).Replace("{1}", asOf, StringComparison.Ordinal), UriKind.Relative))];
            (await AnswersAsync(cluster, questions)).ShouldAllBe(answer => answer.Status == HttpStatusCode.OK || answer.ServerQuery.Contains("/models/1"));

            await servers.Postgres.StopAsync();
            await cluster.KillOldestAsync();

            var answers = new List<Answer>();
            for (var round = 0; round < Rounds; round++)
            {
                answers.AddRange(await AnswersAsync(cluster, questions));
            }

            output.WriteLine(string.Join('\n', answers.GroupBy(one => (one.ServerQuery, one.Status)).Select(
                some => $"{(int)some.Key.Status} {some.Count()} times: {some.Key.ServerQuery}")));
            answers.Where(answer => answer.Status is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
                .Where(answer => answer is not { Status: HttpStatusCode.NotFound, ServerQuery: "/models/1" or "/api/v1/models/1" })
                .ShouldBeEmpty();
            answers.ShouldContain(answer => answer.Status == HttpStatusCode.ServiceUnavailable && answer.ServerQuery == "/api/v1/segments");
            answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable && !answer.ServerQuery.StartsWith("/api/", StringComparison.Ordinal))
                .ShouldAllBe(page => page.Text.Contains("This page failed"));

            foreach (var silo in cluster.Silos)
            {
                using var live = await silo.Process.Http.GetAsync(new Uri("/health/live", UriKind.Relative));
                live.StatusCode.ShouldBe(HttpStatusCode.OK, "it asks nothing remote");
                (await silo.Process.HealthAsync()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            }

            await servers.Postgres.StartAsync();
            foreach (var question in questions.Where(question => !question.OriginalString.EndsWith("/models/1", StringComparison.Ordinal)))
            {
                await Eventually.TrueAsync(
                    async () => (await AnswersAsync(cluster, [question])).All(answer => answer.Status == HttpStatusCode.OK), $"an answer to {question}");
            }
        }
        catch
        {
            output.WriteLine(cluster.Output);
            throw;
        }
        finally
        {
            await servers.Postgres.StartAsync();
        }
    }

    /// <summary>Of every silo to every question, all at the same time.</summary>
    private static Task<Answer[]> AnswersAsync(SiloCluster cluster, Uri[] questions) => Task.WhenAll(
        cluster.Silos.SelectMany(silo => questions.Select(async question =>
        {
            using var response = await silo.Process.Http.GetAsync(question);
            return new Answer(question.OriginalString, response.StatusCode, await response.Content.ReadAsStringAsync());
        })));

    private static PurchaseEvent Bought(int number) => new(
        $"E-{number}", PurchaseEventType.Purchase, $"C-{number}", $"O-{number}", TimeProvider.System.GetUtcNow().AddDays(-1), 100);

    private sealed record Answer(string ServerQuery, HttpStatusCode Status, string Text)
    {
        public override string ToString() => $"{ServerQuery}: {(int)Status} {Text[..Math.Min(Text.Length, 300)]}";
    }
}
