using System.Net;
using System.Text.Json;

namespace CustomerSegmentation.Cli;

/// <summary>The engine over HTTP. Everything that goes wrong becomes a sentence and an exit code.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient _http;

    public ServerClient(Uri server, string? apiKey)
    {
        Server = server;
        _http = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(5) };
        if (apiKey is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", apiKey))
        {
            throw new ToolException(ExitCodes.WrongUsage, "The API key has characters that a header cannot carry.");
        }
    }

    public Uri Server { get; }

    /// <summary>The answer's JSON.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), cancellation);
        await ThrowUnlessOkAsync(response, cancellation);
        return await ReadAsync(response, cancellation);
    }

    /// <summary>The answer, whatever it is.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            using var message = request();
            return await _http.SendAsync(message, cancellation);
        }
        catch (HttpRequestException problem)
        {
            throw new ToolException(ExitCodes.Unreachable,
                $"No answer from {Server}: {problem.Message} Is the engine running there? Name another one with --server "
                + "(or --to), or with SEGMENTATION_SERVER.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ToolException(ExitCodes.Unreachable, $"No answer from {Server} within five minutes.");
        }
    }

    public async Task ThrowUnlessOkAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var sentence = await ProblemAsync(response, cancellation);
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ToolException(ExitCodes.NotAllowed,
                $"{sentence} Pass the key with --api-key or SEGMENTATION_API_KEY."),
            HttpStatusCode.NotFound => new ToolException(ExitCodes.NotFound, sentence),
            _ => new ToolException(ExitCodes.Failed, sentence),
        };
    }

    public async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        }
        catch (JsonException)
        {
            throw new ToolException(ExitCodes.Failed, $"{Server} did not answer in JSON. Is it a segmentation engine?");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What problem details (RFC 9457) say, as a sentence; the status where the answer says nothing.</summary>
    private async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = $"{Server} answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return status;
        }

        using var problem = await ReadAsync(response, cancellation);
        return problem.RootElement.Text("detail") ?? problem.RootElement.Text("title") ?? status;
    }
}
