using System.Net.Mime;
using MassTransit;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>A body that goes to the broker byte for byte, without an envelope.</summary>
internal sealed record RawBody(byte[] Bytes)
{
    /// <summary>The pipe that a body is sent through: no serialiser's work, and a broker that has no queue for it says so.</summary>
    public static IPipe<SendContext<RawBody>> Pipe(Action<SendContext>? configure = null) =>
        MassTransit.Pipe.Execute<SendContext<RawBody>>(send =>
        {
            send.Serializer = Serializer.Instance;
            if (send.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            {
                // Otherwise the broker would confirm a message that no queue takes, and drop it.
                rabbit.Mandatory = true;
            }

            configure?.Invoke(send);
        });

    private sealed class Serializer : IMessageSerializer
    {
        public static readonly Serializer Instance = new();

        public ContentType ContentType { get; } = new("application/json");

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new BytesMessageBody(((RawBody)(object)context.Message).Bytes);
    }
}
