using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Bodies that bring little for what they cost: what counts in them counts all the same.</summary>
public class SlowBodyTests
{
    private const string Path = "/api/v1/events";

    [Fact]
    public async Task Megabytes_of_packed_empty_lines_stand_between_two_events()
    {
        await using var host = await ApiHost.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Purchase("a") + "\n"));
            var blank = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\n \t\r\n", 200_000)));
            for (var i = 0; i < 64; i++)
            {
                await gzip.WriteAsync(blank);
            }

            await gzip.WriteAsync(Encoding.UTF8.GetBytes("  " + Purchase("b")));
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await host.Client.PostAsync(Path, content);

        var answer = await response.ReadObjectAsync();
        ((int)answer["recorded"]!).ShouldBe(2);
        ((int)answer["refusedCount"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    public async Task A_long_event_that_drips_in_is_taken_once_it_is_there(string mediaType)
    {
        await using var host = await ApiHost.StartAsync();
        var isList = mediaType == "application/json";
        var longOne = Purchase("long")[..^1] + $",\"note\":\"{new string('x', 700_000)}\"}}";
        var events = Enumerable.Range(0, 4_000).Select(i => Purchase($"e{i}")).Append(longOne).Append(Purchase("last"));
        var body = isList ? $"[{string.Join(',', events)}]" : string.Join('\n', events);
        using var content = new DrippingContent(Encoding.UTF8.GetBytes(body), mediaType);

        using var response = await host.Client.PostAsync(Path, content);

        var answer = await response.ReadObjectAsync();
        ((int)answer["recorded"]!).ShouldBe(4_002);
    }

    private sealed class DrippingContent : HttpContent
    {
        private const int Drop = 997;

        private readonly byte[] _body;

        public DrippingContent(byte[] body, string mediaType)
        {
            _body = body;
            Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var at = 0; at < _body.Length; at += Drop)
            {
                await stream.WriteAsync(_body.AsMemory(at, Math.Min(Drop, _body.Length - at)));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
