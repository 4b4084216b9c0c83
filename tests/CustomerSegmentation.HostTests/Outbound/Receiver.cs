using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.HostTests.Outbound;

/// <summary>Somebody's server that webhooks call, on loopback. Disposing it closes its port.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Call> _calls = new();

    private Receiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single() + "/hook");

    /// <summary>What it answers to a call.</summary>
    public Func<Call, int> Answer { get; set; } = _ => 204;

    /// <summary>The header Location of its answers.</summary>
    public Uri? Location { get; set; }

    /// <summary>The header Retry-After of its answers.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<Call> Calls => [.. _calls];

    /// <summary>The calls that it answered for, in order.</summary>
    public IReadOnlyList<Call> Taken => [.. _calls.Where(call => call.Status is >= 200 and < 300)];

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Returns once it has taken so many.</summary>
    public Task TakesAsync(int calls) => Eventually.TrueAsync(() => Taken.Count >= calls, $"{calls} calls taken");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var call = new Call(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            http.Request.ContentType!,
            body.ToArray());
        call = call with { Status = Answer(call) };
        _calls.Enqueue(call);
        http.Response.StatusCode = call.Status;
        http.Response.Headers.Location = Location?.AbsoluteUri;
        http.Response.Headers.RetryAfter = RetryAfter;
    }
}

/// <summary>A call of a webhook.</summary>
internal sealed record Call(string Id, string Timestamp, string Signature, string ContentType, byte[] Body)
{
    /// <summary>What was answered.</summary>
    public int Status { get; init; }

    public JsonElement Event => JsonSerializer.Deserialize<JsonElement>(Body);

    public string Customer => Event.GetProperty("data").GetProperty("customerId").GetString()!;

    public int Sequence => Event.GetProperty("data").GetProperty("sequence").GetInt32();
}
