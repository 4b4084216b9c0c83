using System.Net;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>Clients that send the messages of a trade over HTTP, several at once, and know which of them were answered for.</summary>
internal sealed class HttpSenders(PurchaseLoad trade)
{
    private const int AtOnce = 4;

    private readonly Lock _gate = new();
    private readonly Queue<IReadOnlyList<PurchaseEvent>> _waiting = new(trade.Messages);
    private readonly List<PurchaseEvent> _acknowledged = [];

    /// <summary>Every event that was answered for.</summary>
    public IReadOnlyList<PurchaseEvent> Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>The messages that nobody has answered for.</summary>
    public IReadOnlyList<IReadOnlyList<PurchaseEvent>> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting];
            }
        }
    }

    /// <summary>Sends one message after the other, until all are sent, the host is gone, or it is enough.</summary>
    public Task SendAsync(HostProcess host, CancellationToken enough) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => SendSomeAsync(host, enough)));

    private async Task SendSomeAsync(HostProcess host, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && Next() is { } message)
        {
            var answered = await IsAnsweredForAsync(host, message);
            lock (_gate)
            {
                if (answered)
                {
                    _acknowledged.AddRange(message);
                    continue;
                }

                _waiting.Enqueue(message);
                return;
            }
        }
    }

    private IReadOnlyList<PurchaseEvent>? Next()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var message) ? message : null;
        }
    }

    /// <summary>Who gets no answer, or hears that storage does not answer, knows nothing of what became of the events.</summary>
    private static async Task<bool> IsAnsweredForAsync(HostProcess host, IReadOnlyList<PurchaseEvent> message)
    {
        try
        {
            var (status, answer) = await host.PostEventsAsync(PurchaseLoad.Lines(message), "application/x-ndjson");
            status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
            if (status == HttpStatusCode.OK)
            {
                answer.GetProperty("refused").GetArrayLength().ShouldBe(0, answer.ToString());
            }

            return status == HttpStatusCode.OK;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
