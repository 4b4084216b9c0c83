using System.Globalization;
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

    /// <summary>Whether migrations are published to the broker too.</summary>
    public bool Publish { get; init; } = true;

    /// <summary>TLS; null for none.</summary>
    public RabbitMqTls? Ssl { get; init; }

    /// <summary>Whether there is a broker to talk to.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A value makes no sense; the message names it.</exception>
    public static RabbitMqOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Check(section, nameof(Port));
        Check(section, nameof(Prefetch));
        Check(section, nameof(Concurrency));
        foreach (var name in new[] { "Ssl:Enabled", "Publish" })
        {
            if (section[name] is { } text && !bool.TryParse(text, out _))
            {
                throw new SettingsException($"RabbitMq:{name} is '{text}'; it can be 'true' or 'false'.");
            }
        }

        return section.Get<RabbitMqOptions>() ?? new();
    }

    /// <summary>Before the binder sees it, whose messages speak of types.</summary>
    private static void Check(IConfiguration section, string name)
    {
        if (section[name] is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= ushort.MaxValue))
        {
            throw new SettingsException($"RabbitMq:{name} is '{text}'; it must be a whole number from 1 to {ushort.MaxValue}.");
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
