using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Events in, by every shape that the contract allows.</summary>
public class EventsApiTests
{
    private const string Path = "/api/v1/events";

    [Fact]
    public async Task One_event_an_array_and_a_list_are_recorded_and_redelivery_says_so()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var body in (string[])[Purchase("a"), $"[{Purchase("b")}]", $$"""{"events":[{{Purchase("c")}},{{Purchase("a")}}]}"""])
        {
            using var response = await host.Client.PostAsync(Path, Json(body));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var answer = await response.ReadObjectAsync();
            answer.Names().ShouldBe(["recorded", "duplicates", "refusedCount", "refused"]);
            ((int)answer["recorded"]!).ShouldBe(1);
            ((int)answer["duplicates"]!).ShouldBe(body.Contains("\"c\"") ? 1 : 0);
        }

        ((int)(await host.GetAsync("/api/v1/customers/C-1"))["frequency"]!).ShouldBe(3);
    }

    [Fact]
    public async Task Refused_events_are_listed_by_their_place_in_the_body_and_stop_no_other()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.PostEventsAsync(
            Purchase("a"), """{"eventId":"b"}""", Purchase("c", amount: "-1"), Purchase("d"), Purchase("a", amount: "51"));
        answer.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(
            """{"recorded":2,"duplicates":0,"refusedCount":3,"refused":["""
            + """{"index":1,"eventId":"b","code":"missing_field","reason":"customerId is missing."},"""
            + """{"index":2,"eventId":"c","code":"invalid_amount","reason":"amount must not be negative; a refund's amount is positive too."},"""
            + $$"""{"index":4,"eventId":"a","code":"conflict","reason":"{{answer["refused"]![2]!["reason"]}}"}]}""");
    }

    [Fact]
    public async Task Lines_are_recorded_with_bad_ones_refused_by_their_index()
    {
        await using var host = await ApiHost.StartAsync();
        var lines = $"{Purchase("a")}\r\n\n{{oops\n{new string('x', (1 << 20) + 1)}\n{Purchase("b")}\n[]\n{Purchase("c")}";
        using var response = await host.Client.PostAsync(Path, Ndjson(lines));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.ReadObjectAsync();
        ((int)answer["recorded"]!).ShouldBe(3);
        answer["refused"]!.AsArray().Select(refused => ((int)refused!["index"]!, (string)refused["code"]!))
            .ShouldBe([(1, "malformed_json"), (2, "too_large"), (4, "wrong_type")]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_long_stream_of_packed_lines_is_recorded_to_the_last(string encoding)
    {
        const int Count = 12_345;
        await using var host = await ApiHost.StartAsync();
        using var packed = new MemoryStream();
        await using (Stream packing = encoding == "gzip"
            ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < Count; i++)
            {
                await packing.WriteAsync(Encoding.UTF8.GetBytes(Purchase($"e-{i}", $"C-{i % 100}") + "\n"));
            }
        }

        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new("application/x-ndjson");
        body.Headers.ContentEncoding.Add(encoding);
        using var response = await host.Client.PostAsync(Path, body);
        var answer = await response.ReadObjectAsync();
        ((int)answer["recorded"]!).ShouldBe(Count, answer.ToJsonString());
        ((int)answer["refusedCount"]!).ShouldBe(0);
        ((long)(await host.GetAsync("/api/v1/segments"))["customers"]!).ShouldBe(100);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("\uFEFF{\"shop\":{\"events\":[1,2]},\"events\":[", "],\"more\":[{}]}")]
    public async Task An_array_of_several_megabytes_is_streamed_with_the_right_indexes(string before, string after)
    {
        const int Count = 20_000;
        await using var host = await ApiHost.StartAsync();
        var events = Enumerable.Range(0, Count).Select(i => i % 1_500 == 7 ? "17" : Purchase($"e-{i}", $"C-{i % 50}"));
        using var response = await host.Client.PostAsync(Path, Json(before + string.Join(", \n", events) + after));
        var answer = await response.ReadObjectAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        ((int)answer["recorded"]!).ShouldBe(Count - 14);
        answer["refused"]!.AsArray().Select(refused => (int)refused!["index"]!)
            .ShouldBe(Enumerable.Range(0, 14).Select(i => (i * 1_500) + 7));
    }

    [Fact]
    public async Task A_long_array_that_breaks_off_says_what_counts_already()
    {
        await using var host = await ApiHost.StartAsync();
        var events = string.Join(',', Enumerable.Range(0, 10_000).Select(i => Purchase($"e-{i}")));
        using var response = await host.Client.PostAsync(Path, Json($"[{events},"));
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
        ((int)problem["recorded"]!).ShouldBe(10_000);
    }

    [Theory]
    [InlineData("", "malformed_json")]
    [InlineData("{", "malformed_json")]
    [InlineData("7", "wrong_type")]
    public async Task A_body_that_cannot_be_used_is_a_problem_and_records_nothing(string body, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.PostAsync(Path, Json(body));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_single_event_above_a_megabyte_is_too_large()
    {
        await using var host = await ApiHost.StartAsync();
        var padding = new string('x', 1 << 20);
        using var lone = await host.Client.PostAsync(Path, Json(Purchase("a")[..^1] + $",\"note\":\"{padding}\"}}"));
        await lone.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        using var among = await host.Client.PostAsync(Path, Json($"[{Purchase("a")},{{\"note\":\"{padding}\"}}]"));
        await among.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/json", "zstd")]
    public async Task Other_kinds_of_body_are_not_taken(string type, string? encoding)
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Purchase("a")));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            body.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await host.Client.PostAsync(Path, body);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        ((string)problem["detail"]!).ShouldContain("application/json or application/x-ndjson");
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", null)]
    [InlineData("application/x-ndjson; charset=\"UTF-8\"", "identity")]
    [InlineData("application/json", "Identity")]
    public async Task Other_spellings_of_plain_UTF8_are_taken(string type, string? encoding)
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Purchase("a")));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            body.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await host.Client.PostAsync(Path, body);
        ((int)(await response.ReadObjectAsync())["recorded"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task A_body_that_is_not_the_gzip_it_says_it_is_is_a_problem(string type)
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(Purchase("a")));
        body.Headers.ContentType = new(type);
        body.Headers.ContentEncoding.Add("gzip");
        using var response = await host.Client.PostAsync(Path, body);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_encoding");
    }

    [Fact]
    public async Task A_gzip_that_breaks_off_is_a_problem_that_says_what_counts_already()
    {
        await using var host = await ApiHost.StartAsync();
        using var packed = new MemoryStream();
        await using (var packing = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await packing.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3_000).Select(i => Purchase($"e-{i}") + "\n"))));
        }

        using var body = new ByteArrayContent(packed.ToArray(), 0, (int)packed.Length / 2);
        body.Headers.ContentType = new("application/x-ndjson");
        body.Headers.ContentEncoding.Add("gzip");
        using var response = await host.Client.PostAsync(Path, body);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_encoding");
        ((int)problem["recorded"]!).ShouldBeLessThan(3_000);
    }

    [Fact]
    public async Task Of_more_than_ten_thousand_refused_events_the_first_ten_thousand_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.PostAsync(Path, Ndjson(string.Concat(Enumerable.Repeat("{}\n", 10_003))));
        var answer = await response.ReadObjectAsync();
        ((int)answer["refusedCount"]!).ShouldBe(10_003);
        answer["refused"]!.AsArray().Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task While_storage_is_away_the_call_gives_up_in_time_and_asks_to_be_sent_again()
    {
        await using var host = await ApiHost.StartAsync(engine => new HeldEngine(engine), "RecordTimeout=0.2s");
        using var response = await host.Client.PostAsync(Path, Json(Purchase("a")));
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));

        using var lines = await host.Client.PostAsync(Path, Ndjson(string.Join('\n', Enumerable.Range(0, 6_000).Select(i => Purchase($"e-{i}")))));
        await lines.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
    }

    [Fact]
    public async Task A_fast_sender_waits_while_four_lots_of_a_thousand_are_on_their_way()
    {
        HeldEngine held = null!;
        await using var host = await ApiHost.StartAsync(engine => held = new(engine));
        var body = string.Join('\n', Enumerable.Range(0, 9_000).Select(i => Purchase($"e-{i}")));
        var sending = host.Client.PostAsync(Path, Ndjson(body));
        await Eventually.TrueAsync(() => held.Waiting == 4, "four lots on their way");
        held.LetGo();
        using var response = await sending;
        ((int)(await response.ReadObjectAsync())["recorded"]!).ShouldBe(9_000);
        held.MaxLot.ShouldBeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public async Task A_slow_stream_is_recorded_as_it_comes()
    {
        await using var host = await ApiHost.StartAsync();
        using var body = new SlowBody();
        var sending = host.Client.PostAsync(Path, body);
        await body.SendAsync(Purchase("a") + "\n");
        await Eventually.TrueAsync(async () =>
        {
            using var found = await host.Client.GetAsync("/api/v1/customers/C-1");
            return found.StatusCode == HttpStatusCode.OK;
        }, "the first event of an open call is recorded");
        await body.SendAsync(Purchase("b") + "\n");
        body.End();
        using var response = await sending;
        ((int)(await response.ReadObjectAsync())["recorded"]!).ShouldBe(2);
    }

    /// <summary>A body whose parts are sent when the test says.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowBody() => Headers.ContentType = new("application/x-ndjson");

        public async Task SendAsync(string text)
        {
            var stream = await _opened.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
            await stream.FlushAsync();
        }

        public void End() => _ended.SetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _opened.SetResult(stream);
            return _ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
