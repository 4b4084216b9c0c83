using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>NDJSON to <c>POST /api/v1/events</c>, a request a batch, one after the other so that time order is kept.</summary>
internal sealed class HttpSink(Uri server, string? apiKey, Terminal terminal) : EventSink
{
    private readonly ServerClient _client = new(server, apiKey);
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);
    private bool _reached;

    public override string Target => server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    public override int DefaultBatch => 1_000;

    public override async Task SendAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        _lines.ResetWrittenCount();
        PurchaseEventJson.WriteLines(_lines, events);
        var retry = new RetryPolicy(terminal);
        while (true)
        {
            try
            {
                using var response = await _client.SendAsync(Request, cancellation);
                _reached = true;
                if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
                    && await retry.WaitAsync($"{Target} cannot take events now ({(int)response.StatusCode}).",
                        response.Headers.RetryAfter?.Delta, cancellation))
                {
                    continue;
                }

                await _client.ThrowUnlessOkAsync(response, cancellation);
                using var answer = await _client.ReadAsync(response, cancellation);
                Tally.Add(events.Count, answer.RootElement);
                return;
            }
            catch (ToolException gone) when (gone.ExitCode == ExitCodes.Unreachable && _reached)
            {
                if (!await retry.WaitAsync(gone.Message, advice: null, cancellation))
                {
                    throw;
                }
            }
        }
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpRequestMessage Request() => new(HttpMethod.Post, "api/v1/events")
    {
        Content = new ReadOnlyMemoryContent(_lines.WrittenMemory)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") },
        },
    };
}
