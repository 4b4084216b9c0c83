using System.Globalization;
using CustomerSegmentation.Edge.Telemetry;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Configuration;

/// <summary>The settings that every host has, and how the plain ones among them are read.</summary>
public static class HostSettings
{
    /// <summary>Their names, for the command line and for the help.</summary>
    public static IReadOnlyList<Setting> Known { get; } =
    [
        new("Clock", "wall", "what now is: wall, or event for the newest event time"),
        new("ClockJump", "1d", "how far the wall clock may leap ahead before it is doubted"),
        new("ClockGap", "60d", "how long the engine may have been off before the wall clock is doubted"),
        new("Window", "365d", "how long an order counts; all for ever"),
        new("Currency", "EUR", "reporting currency"),
        new("Rates:*", "none", "--Rates:USD 0.92: one unit in the reporting currency"),
        new("Rules:RecencyDays:*", "14, 45, 90, 180", "thresholds of the first day, numbered 0 to 3"),
        new("Rules:Frequency:*", "2, 3, 5, 10", "likewise"),
        new("Rules:Monetary:*", "50, 150, 400, 1000", "likewise"),
        new("Hysteresis:Margin", "0", "by how much surer another segment must be, as a share"),
        new("Hysteresis:MinimumDwell", "none", "how long whoever moved stays at least, such as 7d"),
        new("MinimumCustomersToFit", "500", "fewer are too few for a fit"),
        new("Refit:Every", "never", "schedule of refits, such as 7d"),
        new("Refit:Drift", "0.25", "drift (PSI) that asks for a refit; never for none"),
        new("Refit:DriftCooldown", "30d", "after a refit for drift, none follows so long"),
        new("Refit:Publish", "approve", "auto publishes what passes every gate"),
        new("Refit:LeastHistory", "30d", "history before the first fit by itself"),
        new("Refit:Gates:SmallestShare", "0.01", "least share of a segment"),
        new("Refit:Gates:Silhouette", "0.25", "least silhouette"),
        new("Refit:Gates:Drift", "2", "most drift"),
        new("RabbitMq:Host", "none", "where purchases come from"),
        new("RabbitMq:Port", "5672", "its port"),
        new("RabbitMq:VirtualHost", "/", "its virtual host"),
        new("RabbitMq:Username", "guest", "who asks"),
        new("RabbitMq:Password", "guest", "better in the environment"),
        new("RabbitMq:Prefetch", "1000", "messages handed over ahead"),
        new("RabbitMq:Concurrency", "256", "messages recorded at the same time"),
        new("RabbitMq:Ssl:Enabled", "true with any Ssl setting", "TLS"),
        new("RabbitMq:Ssl:ServerName", "RabbitMq:Host", "name in the broker's certificate"),
        new("RabbitMq:Ssl:CertificatePath", "none", "client certificate, PKCS #12"),
        new("RabbitMq:Ssl:CertificatePassphrase", "none", "opens it"),
        new("RabbitMq:Publish", "true", "publishes segment changes to the broker"),
        new("Onward:Source", "/customer-segmentation", "source of every CloudEvent"),
        new("Onward:Replays", "false", "sends what the event clock replays too"),
        new("Onward:From", "now", "start: publishing begins with the whole record"),
        new("Webhooks:AllowPrivate", "false", "lets webhooks go to private addresses, and over http"),
        new("Stream:Heartbeat", "15s", "how often a live stream without news says it is alive"),
        new("Stream:Patience", "10s", "how long a reader of it may take nothing"),
        new("ApiKeys", "none", "the one key that callers need; better in the environment"),
        new("ApiKeys:*", "none", "several, numbered from 0"),
        new("ReadKeys", "none", "a key that reads and changes nothing"),
        new("ReadKeys:*", "none", "several, numbered from 0"),
        new("AllowAnonymous", "false", "lets other machines call without a key"),
        new("RecordTimeout", "30s", "how long a call waits for storage"),
        new("SweepEvery", "1s", "how often whoever is due is looked for"),
        new("EventsInFlight", "65536", "events accepted and not yet durable"),
        new("Otlp:Endpoint", "none", "where traces and metrics go"),
        new("Otlp:Protocol", "grpc", "grpc or http/protobuf"),
    ];

    /// <summary>How often whoever is due is looked for, on the wall. Timers of .NET go down to a millisecond.</summary>
    /// <exception cref="SettingsException">It makes no sense.</exception>
    public static TimeSpan SweepEvery(IConfiguration section, TimeSpan otherwise)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section["SweepEvery"] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        var every = Duration.Parse("SweepEvery", text);
        return every >= TimeSpan.FromMilliseconds(1) && every <= TimeSpan.FromDays(1)
            ? every
            : throw new SettingsException($"SweepEvery is '{text}'; it must be from 0.001s to 1d.");
    }

    /// <summary>Whether traces are sent to a collector.</summary>
    /// <exception cref="SettingsException">Nothing could be sent there, or not that way.</exception>
    public static bool CollectsTraces(IConfiguration section) => OtlpExport.IsWanted(section);

    /// <summary>A whole number from 1 on.</summary>
    /// <param name="section">The section that has it.</param>
    /// <param name="name">Of the setting.</param>
    /// <param name="otherwise">If it is left out.</param>
    /// <param name="most">The largest that makes sense.</param>
    /// <exception cref="SettingsException">It is none.</exception>
    public static int Count(IConfiguration section, string name, int otherwise, int most)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : throw new SettingsException($"{name} is '{text}'; it must be a whole number from 1 to {most}.");
    }
}
