using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>A stream of events may be as slow as it likes, and may break.</summary>
public class LiveStreamTests
{
    private const string Events =
        "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

    private const string Edit =
        "PATCH /api/v1/segments/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";

    [Fact]
    public async Task A_stream_that_pauses_for_longer_than_any_other_body_may_is_not_cut_off()
    {
        await using var host = await ApiHost.StartAsync(new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1)));
        using var stream = await OpenAsync(host, Events + Chunk(Purchase("a") + "\n"));
        await RecordedAsync(host);

        // The edit came later, and is cut off.
        using var edit = await OpenAsync(host, Edit);
        (await AnswerAsync(edit, "}")).ShouldStartWith("HTTP/1.1 408");

        await SendAsync(stream, Chunk(Purchase("b")) + "0\r\n\r\n");
        var answer = await AnswerAsync(stream, "]}");
        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("\"recorded\":2");
    }

    [Fact]
    public async Task A_stream_that_breaks_says_what_counts_already()
    {
        await using var host = await ApiHost.StartAsync();
        using var stream = await OpenAsync(host, Events + Chunk(Purchase("a") + "\n"));
        await RecordedAsync(host);

        await SendAsync(stream, "no length\r\n");

        var answer = await AnswerAsync(stream, "}");
        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("\"code\":\"bad_request\"");
        answer.ShouldContain("\"recorded\":1");
    }

    private static string Chunk(string text) => $"{text.Length:x}\r\n{text}\r\n";

    private static Task RecordedAsync(ApiHost host) => Eventually.TrueAsync(async () =>
    {
        using var found = await host.Client.GetAsync("/api/v1/customers/C-1");
        return found.StatusCode == HttpStatusCode.OK;
    }, "the first event recorded");

    private static async Task<TcpClient> OpenAsync(ApiHost host, string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        await SendAsync(client, text);
        return client;
    }

    private static async Task SendAsync(TcpClient client, string text) =>
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>What comes until the body's end or the connection's.</summary>
    private static async Task<string> AnswerAsync(TcpClient client, string end)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = new StringBuilder();
        var buffer = new byte[4_096];
        while (!answer.ToString().TrimEnd().TrimEnd('0').TrimEnd().EndsWith(end, StringComparison.Ordinal)
            && await client.GetStream().ReadAsync(buffer, patience.Token) is > 0 and var read)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
