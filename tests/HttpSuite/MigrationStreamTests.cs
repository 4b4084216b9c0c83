using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>The live stream of migrations.</summary>
public sealed class MigrationStreamTests
{
    private const string Path = "/api/v1/migrations/stream";

    [Fact]
    public async Task Migrations_come_as_they_are_put_on_record()
    {
        await using var host = await ApiHost.StartAsync();
        await host.PostEventsAsync(Purchase("before", "Before"));
        await using var stream = await EventStream.OpenAsync(host.Client, Path);

        await host.PostEventsAsync(Purchase("a", "A"));
        var first = await stream.NextAsync();
        await host.PostEventsAsync(Purchase("b", "B"));
        var second = await stream.NextAsync();

        first.Name.ShouldBe("migration");
        ((string)first.Data["customerId"]!).ShouldBe("A");
        ((string)first.Data["to"]!["name"]!).ShouldBe("Potential Loyalist");
        ((string)second.Data["customerId"]!).ShouldBe("B");
        var listed = (await host.GetAsync("/api/v1/migrations?customer=B"))["items"]!.AsArray().Single()!;
        JsonNode.DeepEquals(second.Data, listed).ShouldBeTrue($"{second.Data}\n{listed}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_says_what_they_had_last_gets_all_that_came_after_it(bool byHeader)
    {
        await using var host = await ApiHost.StartAsync();
        string last;
        await using (var stream = await EventStream.OpenAsync(host.Client, Path))
        {
            await host.PostEventsAsync(Purchase("a", "A"));
            last = (await stream.NextAsync()).Id;
        }

        await host.PostEventsAsync([.. Enumerable.Range(0, 600).Select(i => Purchase($"m{i}", $"M{i}"))]);
        await using var later = byHeader
            ? await EventStream.OpenAsync(host.Client, Path, last)
            : await EventStream.OpenAsync(host.Client, $"{Path}?lastEventId={last}");
        var missed = new List<string>();
        while (missed.Count < 600)
        {
            missed.Add((string)(await later.NextAsync()).Data["customerId"]!);
        }

        missed.ShouldBe(Enumerable.Range(0, 600).Select(i => $"M{i}"), ignoreOrder: true);
        await host.PostEventsAsync(Purchase("z", "Z"));
        ((string)(await later.NextAsync()).Data["customerId"]!).ShouldBe("Z");
    }

    [Fact]
    public async Task Only_what_was_asked_for_comes_and_the_place_moves_on_all_the_same()
    {
        await using var host = await ApiHost.StartAsync(null, "Stream:Heartbeat=0.05s");
        await using var champions = await EventStream.OpenAsync(host.Client, $"{Path}?segment=champions&segment=loyal");
        await using var refunds = await EventStream.OpenAsync(host.Client, $"{Path}?segment=none&cause=refund&cause=correction");

        await host.PostEventsAsync(Purchase("a", "A"));
        await host.PostEventsAsync([.. Enumerable.Range(0, 12).Select(i => Purchase($"b{i}", "B", at: "2026-11-19T12:00:00Z", amount: "900"))]);
        await host.PostEventsAsync(Purchase("r", "A", order: "O-a").Replace("{", "{\"type\":\"refund\",", StringComparison.Ordinal));

        var champion = await champions.NextAsync();
        ((string)champion.Data["customerId"]!).ShouldBe("B");
        ((string)champion.Data["to"]!["id"]!).ShouldBeOneOf("champions", "loyal");
        var refund = await refunds.NextAsync();
        ((string)refund.Data["cause"]!).ShouldBe("refund");
        refund.Data["to"].ShouldBeNull();
        var place = champion.Id;
        await Eventually.TrueAsync(
            async () => (place = await champions.NextPlaceAsync()) == refund.Id, "a heartbeat with the place of what was left out");
    }

    [Theory]
    [InlineData("?lastEventId=nonsense", "invalid_last_event_id")]
    [InlineData("?lastEventId=0123456789abcdef-7", "invalid_last_event_id")]
    [InlineData("?cause=boredom", "invalid_cause")]
    [InlineData("?cause=1", "invalid_cause")]
    [InlineData("?cause=refund,decay", "invalid_cause")]
    [InlineData("?segment=typo", "invalid_segment")]
    public async Task What_cannot_be_answered_is_refused(string query, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync(Path + query);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_stream_ends_when_the_host_stops()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await EventStream.OpenAsync(host.Client, Path);

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

        (await stream.RestAsync()).ShouldNotContain("migration");
        await stopping;
    }

    [Fact]
    public async Task A_slow_reader_is_told_that_it_is_dropped_and_can_read_on_while_others_lose_nothing()
    {
        await using var host = await ApiHost.StartAsync(null, "Stream:Patience=2s");
        Socket? narrow = null;
        using var small = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) => new NetworkStream(narrow = await NarrowAsync(context, cancellation), ownsSocket: true),
        })
        {
            BaseAddress = host.Client.BaseAddress,
        };
        await using var slow = await EventStream.OpenAsync(small, Path);
        await using var quick = await EventStream.OpenAsync(host.Client, Path);

        // More than the buffers of the kernel and the server hold together; nothing of it is read.
        var sent = 0;
        var quickReader = Task.Run(async () =>
        {
            var read = 0;
            while (read < 30_000)
            {
                await quick.NextAsync();
                read++;
            }
        });
        while (sent < 30_000)
        {
            await host.PostEventsAsync([.. Enumerable.Range(sent, 1_000).Select(i => Purchase(
                $"{i}{new string('e', 150)}", $"{i}{new string('c', 150)}"))]);
            sent += 1_000;
        }

        await quickReader.WaitAsync(Eventually.WaitTimeout, TimeProvider.System);
        narrow!.ReceiveBufferSize = 4 << 20; // what the kernel holds for it would take minutes to come through otherwise
        var received = 0;
        var last = await slow.NextAsync();
        for (; last.Name == "migration"; last = await slow.NextAsync())
        {
            received++;
        }

        last.Name.ShouldBe("dropped");
        received.ShouldBeInRange(1, 29_999);
        (await slow.RestAsync()).ShouldBeEmpty(); // it ended properly, or this would throw
        var id = (string)last.Data["lastEventId"]!;
        await using var again = await EventStream.OpenAsync(host.Client, Path, id);
        int.Parse((await again.NextAsync()).Id.Split('-')[1]).ShouldBe(received + 1);
    }

    /// <summary>Little room between the reader and the server, so that not reading is noticed.</summary>
    private static async Task<Socket> NarrowAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return socket;
    }
}
