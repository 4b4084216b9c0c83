using System.Net;
using System.Net.Sockets;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Edge.Outbound.Webhooks;

/// <summary>Makes single calls: signed, without following redirects, and to nowhere but the internet unless allowed.</summary>
internal sealed class WebhookClient(WebhookOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // it could lead anywhere
        UseProxy = false, // it would do the looking up
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, options, cancellation),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>One attempt; it never fails but by the caller's own cancellation.</summary>
    public async Task<CallOutcome> CallAsync(Subscription subscription, OutgoingMessage message, CancellationToken cancellation)
    {
        if (options.Objection(subscription.Url) is { } objection)
        {
            return new(null, objection); // the settings were others when it was made
        }

        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Url);
        request.Content = new ReadOnlyMemoryContent(message.Body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", OutgoingMessage.ContentType);
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature", WebhookSecret.Sign(subscription.Secret, message.Id, timestamp, message.Body.Span));
        request.Headers.UserAgent.ParseAdd("customer-segmentation");
        // By the wall clock: a receiver answers in its own time, whatever the engine's clock shows.
        using var timeout = new CancellationTokenSource(WaitTimeout, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            return new((int)response.StatusCode, Explain((int)response.StatusCode)) { NotBefore = AskedFor(response) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, $"There was no answer within {WaitTimeout.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException failure)
        {
            return new(null, failure.InnerException is AddressRefusedException refused ? refused.Message : failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>When the receiver wants to be called again, by <c>Retry-After</c>, in seconds or as a date.</summary>
    private DateTimeOffset? AskedFor(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => time.GetUtcNow() + wait,
        { Date: { } date } => date,
        _ => null,
    };

    private static string? Explain(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"It answered {status}; redirects are not followed.",
        _ => $"It answered {status}.",
    };

    /// <summary>
    /// Looks the name up and connects to what was found, and to nothing else: a name that leads elsewhere the next time it is asked for
    /// (DNS rebinding) gains nothing.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint receiver, WebhookOptions options, CancellationToken cancellation)
    {
        var found = await Dns.GetHostAddressesAsync(receiver.Host, cancellation);
        var allowed = options.AllowPrivate ? found : [.. found.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException(receiver.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, receiver.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What came of a call.</summary>
/// <param name="Status">Of the answer; null when there was none.</param>
/// <param name="Problem">In a sentence; null when the message was taken.</param>
internal readonly record struct CallOutcome(int? Status, string? Problem)
{
    /// <summary>The receiver asks for no further attempt before; null when it does not say.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}

/// <summary>A receiver's name leads into a network of our own.</summary>
internal sealed class AddressRefusedException(string host)
    : Exception($"'{host}' leads to a private address; Webhooks:AllowPrivate allows those.");
