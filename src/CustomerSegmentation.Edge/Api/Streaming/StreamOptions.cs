using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Api.Streaming;

/// <summary>Settings of the live stream; section <c>Segmentation:Stream</c>.</summary>
public sealed record StreamOptions
{
    /// <summary>How often a stream without news says that it is alive.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may take nothing of what waits for it before it is dropped.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static StreamOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var defaults = new StreamOptions();
        return new()
        {
            Heartbeat = section["Heartbeat"] is { Length: > 0 } heartbeat ? Within("Heartbeat", heartbeat) : defaults.Heartbeat,
            Patience = section["Patience"] is { Length: > 0 } patience ? Within("Patience", patience) : defaults.Patience,
        };
    }

    /// <summary>Timers of .NET go down to a millisecond.</summary>
    private static TimeSpan Within(string name, string text)
    {
        var time = Duration.Parse($"Stream:{name}", text);
        return time >= TimeSpan.FromMilliseconds(10) && time <= TimeSpan.FromHours(1)
            ? time
            : throw new SettingsException($"Stream:{name} is '{text}'; it must be from 0.01s to 1h.");
    }
}
