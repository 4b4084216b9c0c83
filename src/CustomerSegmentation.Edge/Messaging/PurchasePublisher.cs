using MassTransit;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Publishes purchases the way a shop does, over whichever transport is configured.</summary>
public sealed class PurchasePublisher
{
    private static readonly Uri Exchange = new($"exchange:{BrokerNames.Purchases}");

    private readonly IBusControl _bus;
    private readonly InProcessBackPressure? _backPressure;
    private ISendEndpoint? _endpoint;

    internal PurchasePublisher(IBusControl bus, InProcessBackPressure? backPressure) =>
        (_bus, _backPressure) = (bus, backPressure);

    /// <summary>
    /// Publishes a body to the exchange <c>purchases</c> and completes once the broker has confirmed it. Waits while
    /// the broker is away, and in process while too many bodies are waiting to be recorded.
    /// </summary>
    /// <param name="json">An event, or <c>{"events":[…]}</c>; as the contract has it.</param>
    /// <param name="cancellation">Gives up waiting; whether the body was published is then open.</param>
    public async Task PublishAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation = default)
    {
        var endpoint = _endpoint ??= await OpenAsync(cancellation);
        if (_backPressure is not null)
        {
            await _backPressure.EnterAsync(cancellation);
        }

        await endpoint.Send(new RawBody(json.ToArray()), RawBody.Pipe(), cancellation);
    }

    /// <summary>Before the queue is bound to the exchange, nobody would get the message.</summary>
    private async Task<ISendEndpoint> OpenAsync(CancellationToken cancellation)
    {
        await _bus.WaitForHealthStatus(BusHealthStatus.Healthy, cancellation);
        return await _bus.GetSendEndpoint(Exchange);
    }
}
