using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Where the broker is and how eagerly to take from it; section <c>Segmentation:RabbitMq</c>.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>Name or address of the broker; null or empty for none.</summary>
    public string? Host { get; init; }

    /// <summary>The AMQP port.</summary>
    public int Port { get; init; } = 5672;

    /// <summary>The virtual host.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>User name.</summary>
    public string Username { get; init; } = "guest";

    /// <summary>Password.</summary>
    public string Password { get; init; } = "guest";

    /// <summary>
    /// Messages that the broker hands over ahead of their acknowledgement, 1–65,535. They are held in memory: shops
    /// that send bodies of megabytes want fewer.
    /// </summary>
    public int Prefetch { get; init; } = 1_000;

    /// <summary>
    /// Messages that are recorded at the same time, 1–65,535. All in hand share one commit of the engine, so with
    /// few of them the disk decides the rate: 16 and a commit of a millisecond are 7,000 messages a second, 256 some
    /// 50,000, and more bring nothing.
    /// </summary>
    public int Concurrency { get; init; } = 256;

    /// <summary>TLS; null for none.</summary>
    public RabbitMqTls? Ssl { get; init; }

    /// <summary>Whether there is a broker to talk to.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A value makes no sense; the message names it.</exception>
    public static RabbitMqOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        try
        {
            return (section.Get<RabbitMqOptions>() ?? new()).Validated();
        }
        catch (InvalidOperationException e)
        {
            // What is not a number, or neither true nor false; the binder names the setting.
            throw new SettingsException(e.Message, e);
        }
    }

    private RabbitMqOptions Validated()
    {
        Check(nameof(Port), Port);
        Check(nameof(Prefetch), Prefetch);
        Check(nameof(Concurrency), Concurrency);
        return this;
    }

    private static void Check(string name, int value)
    {
        if (value is < 1 or > ushort.MaxValue)
        {
            throw new SettingsException(
                $"RabbitMq:{name} is {value}; it must be from 1 to {ushort.MaxValue}.");
        }
    }
}

/// <summary>How to speak TLS with the broker; section <c>Segmentation:RabbitMq:Ssl</c>.</summary>
public sealed record RabbitMqTls
{
    /// <summary>Whether to use it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The name in the broker's certificate; null for <see cref="RabbitMqOptions.Host"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>A client certificate (PKCS #12); null for none.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Opens the client certificate.</summary>
    public string? CertificatePassphrase { get; init; }
}
