using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>The endpoint that purchases come in by, on either transport.</summary>
internal static class PurchaseEndpoint
{
    /// <summary>The most that any RabbitMQ can be set up to take, in bytes.</summary>
    private const uint MaxMessageBytes = 512 * 1024 * 1024;

    /// <summary>
    /// Declares exchange, queues and bindings, and takes purchases from the queue. What keeps a message from being
    /// lost, on RabbitMQ 3.10 and later:
    /// <list type="bullet">
    /// <item>Both queues are quorum queues: confirmed means on the disks of a majority.</item>
    /// <item>RabbitMQ 4 drops a message of a quorum queue at its 21st delivery unless told otherwise, and every
    /// broken connection counts as one. The limit is set out of reach (only 4 knows -1 for none;
    /// 3.10 takes it for 0 and drops a message at its first return).</item>
    /// <item>An operator's policy may still set a lower one. A message beyond it goes to the error queue, at least
    /// once, which needs <c>reject-publish</c> as the way to overflow.</item>
    /// </list>
    /// </summary>
    public static void TakePurchases(
        this IRabbitMqBusFactoryConfigurator rabbit, IServiceProvider host, RabbitMqOptions options)
    {
        rabbit.Host(options.Host, (ushort)options.Port, options.VirtualHost, "customer-segmentation", broker =>
        {
            broker.Username(options.Username);
            broker.Password(options.Password);
            // A body above the client's own limit would close the connection, and come again, for ever.
            broker.MaxMessageSize(MaxMessageBytes);
            broker.OnRefreshConnectionFactory = factory =>
            {
                factory.SocketFactory = BrokerSocket.Create;
                return KnockAsync(factory, options.Host!);
            };
            if (options.Ssl is { Enabled: true } tls)
            {
                broker.UseSsl(ssl => tls.Configure(ssl, options.Host!));
            }
        });
        rabbit.ReceiveEndpoint(BrokerNames.PurchaseQueue, endpoint =>
        {
            endpoint.Bind(BrokerNames.Purchases);
            endpoint.SetQuorumQueue();
            endpoint.SetQueueArgument("x-delivery-limit", int.MaxValue);
            endpoint.BindDeadLetterQueue(BrokerNames.Refused, BrokerNames.Refused, refused => refused.SetQuorumQueue());
            endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
            endpoint.SetQueueArgument("x-overflow", "reject-publish");
            endpoint.TakePurchases(host, options);
        });
    }

    /// <summary>The same inside the process. Nothing outlives it, and what is refused is only logged.</summary>
    public static void TakePurchases(
        this IInMemoryBusFactoryConfigurator memory, IServiceProvider host, RabbitMqOptions options)
    {
        memory.ConnectReceiveObserver(host.GetRequiredService<InProcessBackPressure>());
        memory.ReceiveEndpoint(BrokerNames.PurchaseQueue, endpoint =>
        {
            endpoint.Bind(BrokerNames.Purchases);
            endpoint.TakePurchases(host, options);
        });
    }

    private static void TakePurchases(
        this IReceiveEndpointConfigurator endpoint, IServiceProvider host, RabbitMqOptions options)
    {
        endpoint.PrefetchCount = options.Prefetch;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        // An endpoint waits for a consumer to be connected behind its pipe; ours is at the head of it.
        endpoint.AutoStart = true;
        endpoint.ConfigureReceive(pipe => pipe.UseFilter(host.GetRequiredService<PurchaseConsumer>()));
    }

    /// <summary>
    /// MassTransit tries again for ever when a broker is away, but gives up for ever when it refuses the password,
    /// which a broker may do for a moment: while it boots, or while a secret is being changed. So the connection is tried
    /// before MassTransit connects, and a refusal is reported as any other failure to connect.
    /// </summary>
    private static async Task KnockAsync(ConnectionFactory factory, string host)
    {
        string? refusal = null;
        try
        {
            await using var connection = await factory.CreateConnectionAsync([host]);
        }
        catch (BrokerUnreachableException failure)
        {
            // Any other failure MassTransit meets in a moment, and knows what to do.
            refusal = (failure.InnerException as AuthenticationFailureException)?.Message;
        }

        if (refusal is not null)
        {
            // Without the exception itself: MassTransit would find it inside.
            throw new ConnectionException($"The broker refuses user '{factory.UserName}'. {refusal}", isTransient: true);
        }
    }

    private static void Configure(this RabbitMqTls tls, IRabbitMqSslConfigurator ssl, string host)
    {
        ssl.ServerName = tls.ServerName ?? host;
        ssl.CertificatePath = tls.CertificatePath;
        ssl.CertificatePassphrase = tls.CertificatePassphrase;
    }
}
