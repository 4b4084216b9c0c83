using MassTransit;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>
/// Keeps deliveries that find their channel closed from closing it again.
/// <para>
/// MassTransit 8.4 meets the interruption of a delivery by closing the channel from within that delivery. While the channel is
/// just going down that close waits for all deliveries to end, and so for itself; the end of the connection is then told to nobody,
/// and the endpoint asks the dead connection for channels for ever. A broker that dies while a backlog is worked off is enough.
/// (github.com/MassTransit/MassTransit/issues/6001; 8.5.0 no longer closes from within the delivery.)
/// </para>
/// <para>
/// An observer that fails puts its exception in place of the delivery's. The consumer is told of its channel's end by
/// the channel itself, and the broker delivers again whatever was not acknowledged.
/// </para>
/// </summary>
internal sealed class LostChannel : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => exception is OperationInterruptedException or EndOfStreamException
        ? Task.FromException(new TransportUnavailableException("The broker's channel is closed; it delivers again.", exception))
        : Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}
