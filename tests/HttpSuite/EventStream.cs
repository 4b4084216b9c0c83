using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CustomerSegmentation.HttpSuite;

/// <summary>A reader of server-sent events, by the letter of https://html.spec.whatwg.org/multipage/server-sent-events.html.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private string _id = "";

    private EventStream(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public static async Task<EventStream> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(response, new(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event that bears data.</summary>
    public async Task<StreamEvent> NextAsync()
    {
        while (true)
        {
            if (await BlockAsync() is { Data.Length: > 0 } block)
            {
                return new(_id, block.Name, JsonNode.Parse(block.Data)!);
            }
        }
    }

    /// <summary>The place after the next block of lines, whether it bears data or not.</summary>
    public async Task<string> NextPlaceAsync()
    {
        await BlockAsync();
        return _id;
    }

    /// <summary>Everything up to the end of the stream, which must end properly.</summary>
    public Task<string> RestAsync() => _lines.ReadToEndAsync().WaitAsync(Eventually.WaitTimeout, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(string Name, string Data)> BlockAsync()
    {
        var (name, data) = ("message", new StringBuilder());
        while (true)
        {
            var line = await _lines.ReadLineAsync().WaitAsync(Eventually.WaitTimeout, TimeProvider.System)
                ?? throw new EndOfStreamException("The stream has ended.");
            switch (line.Split(": ", 2))
            {
                case ["id", var id]: _id = id; break;
                case ["event", var text]: name = text; break;
                case ["data", var text]: data.Append(text); break;
                case [""]: return (name, data.ToString());
            }
        }
    }
}

/// <summary>An event of a stream.</summary>
internal sealed record StreamEvent(string Id, string Name, JsonNode Data);
