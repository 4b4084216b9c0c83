using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>What a request was, for the assertions.</summary>
internal sealed record Asked(string Method, string PathAndQuery, string? ContentType, string? ApiKey, string Body);

/// <summary>
/// An HTTP server on a free loopback port that answers as a test tells it: for what the tool does with answers and
/// errors. What a real engine answers is tested against a real engine.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;

    public LoopbackServer(Func<Asked, Answer> answer)
    {
        (_listener, Address) = Listen();
        _serving = ServeAsync(answer);
    }

    public string Address { get; }

    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>An address at which nobody listens.</summary>
    public static string NobodysAddress() => $"http://127.0.0.1:{FreePort()}";

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(Func<Asked, Answer> answer)
    {
        while (true)
        {
            HttpListenerContext http;
            try
            {
                http = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(http.Request.InputStream, Encoding.UTF8);
            var asked = new Asked(http.Request.HttpMethod, http.Request.RawUrl ?? "", http.Request.ContentType,
                http.Request.Headers["X-Api-Key"], await reader.ReadToEndAsync());
            Requests.Enqueue(asked);
            var (status, body, contentType, retryAfter) = answer(asked);
            http.Response.StatusCode = status;
            http.Response.ContentType = contentType;
            if (retryAfter is not null)
            {
                http.Response.Headers["Retry-After"] = retryAfter;
            }

            http.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var address = $"http://127.0.0.1:{FreePort()}";
            var listener = new HttpListener { Prefixes = { address + "/" } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Someone else took the port between looking and listening.
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}

internal sealed record Answer(int Status, string Body, string ContentType = "application/json", string? RetryAfter = null)
{
    public static Answer Problem(int status, string detail) =>
        new(status, $$"""{"title":"Problem","status":{{status}},"detail":"{{detail}}"}""", "application/problem+json");

    /// <summary>As if every event were new.</summary>
    public static Answer AllRecorded(Asked asked) =>
        new(200, $$"""{"recorded":{{asked.Body.Count(c => c == '\n')}},"duplicates":0,"refused":[]}""");
}
