using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>
/// Persistent JSON messages to the exchange <c>purchases</c>, with publisher confirms. They are mandatory: a message
/// that no queue takes comes back, because an exchange drops silently what nobody is bound for.
/// </summary>
internal sealed class RabbitSink : EventSink
{
    public const string Exchange = "purchases";

    // Unconfirmed messages under way: enough to hide the broker's round trip, little enough to hold in memory.
    private const int Window = 1_000;

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Terminal _terminal;
    private readonly Queue<(Task Publishing, int Events)> _underWay = new();
    private volatile bool _brokerIsAway;

    private RabbitSink(string target, IConnection connection, IChannel channel, Terminal terminal)
    {
        Target = target;
        _connection = connection;
        _channel = channel;
        _terminal = terminal;
    }

    public override string Target { get; }

    public override int DefaultBatch => 1;

    public static async Task<RabbitSink> ConnectAsync(Uri broker, Terminal terminal, CancellationToken cancellation)
    {
        var target = $"{broker.Scheme}://{broker.Authority}{broker.AbsolutePath}";
        try
        {
            var factory = new ConnectionFactory { Uri = broker, ClientProvidedName = "segmentation", SocketFactory = BrokerSocket.Create };
            var connection = await factory.CreateConnectionAsync(cancellation);
            var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null), cancellation);
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
            return new(target, connection, channel, terminal);
        }
        catch (Exception problem) when (problem is ArgumentException or UriFormatException)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"'{target}' is not an address of a broker: {problem.Message}");
        }
        catch (BrokerUnreachableException problem) when (problem.InnerException is AuthenticationFailureException
            or PossibleAuthenticationFailureException)
        {
            throw new ToolException(ExitCodes.NotAllowed,
                $"{target} refuses this user or password: write amqp://user:password@host:port.");
        }
        catch (BrokerUnreachableException problem)
        {
            throw new ToolException(ExitCodes.Unreachable,
                $"No broker answers at {target}: {problem.InnerException?.Message ?? problem.Message} Is RabbitMQ running there?");
        }
        catch (OperationInterruptedException problem)
        {
            throw new ToolException(ExitCodes.Failed, $"{target} refused: {problem.ShutdownReason?.ReplyText ?? problem.Message}");
        }
    }

    public override async Task SendAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        while (_underWay.Count >= Window)
        {
            await ConfirmOldestAsync();
        }

        var body = new ArrayBufferWriter<byte>(events.Count * 256);
        PurchaseEventJson.WriteMessage(body, events);
        _underWay.Enqueue((PublishAsync(body.WrittenMemory, cancellation), events.Count));
        while (_underWay.TryPeek(out var oldest) && oldest.Publishing.IsCompleted)
        {
            await ConfirmOldestAsync();
        }
    }

    public override async Task FinishAsync(CancellationToken cancellation)
    {
        while (_underWay.Count > 0)
        {
            await ConfirmOldestAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ConfirmOldestAsync()
    {
        var (publishing, events) = _underWay.Dequeue();
        await publishing;
        Tally.Add(events);
    }

    private async Task PublishAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var retry = new RetryPolicy(_terminal);
        while (true)
        {
            try
            {
                var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
                // Not cancelled: what is under way is worth a confirm, even after Ctrl-C.
                await _channel.BasicPublishAsync(Exchange, routingKey: "", mandatory: true, properties, body, CancellationToken.None);
                _brokerIsAway = false;
                return;
            }
            catch (PublishException problem) when (problem.IsReturn)
            {
                throw new ToolException(ExitCodes.Failed,
                    $"{Target}: no queue is bound to the exchange '{Exchange}', so the events would be lost. Start an engine "
                    + "with this broker once (--RabbitMq:Host …): it binds 'customer-segmentation.purchases', which then keeps events "
                    + "even while no engine runs.");
            }
            catch (RabbitMQClientException problem)
            {
                // The client reconnects by itself meanwhile; a message confirmed but not heard of is only sent twice.
                var news = _brokerIsAway ? null : $"{Target}: {problem.Message}";
                _brokerIsAway = true;
                if (!await retry.WaitAsync(news, advice: null, cancellation))
                {
                    throw new ToolException(ExitCodes.Unreachable, $"{Target} did not come back: {problem.Message}");
                }
            }
        }
    }
}
