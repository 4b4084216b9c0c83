using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>How migrations are sent to others; section <c>Segmentation:Onward</c>.</summary>
public sealed record OutboundOptions
{
    /// <summary>The <c>source</c> of every CloudEvent: a URI reference that tells this engine from others.</summary>
    public string Source { get; init; } = "/customer-segmentation";

    /// <summary>
    /// Sends what is recorded under the event clock too. By default it is passed over, also later under the wall
    /// clock: history replayed is news to nobody.
    /// </summary>
    public bool Replays { get; init; }

    /// <summary>
    /// Whether publishing that begins for the first time begins with the whole record; otherwise with what comes.
    /// </summary>
    public bool FromStart { get; init; }

    /// <summary>The options that a section holds.</summary>
    /// <exception cref="SettingsException">A setting makes no sense.</exception>
    public static OutboundOptions Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var defaults = new OutboundOptions();
        return new()
        {
            Source = section["Source"] switch
            {
                null or "" => defaults.Source,
                var text when Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute) => text,
                var text => throw new SettingsException($"Onward:Source is '{text}'; it must be a URI or a path such as '/shop'."),
            },
            Replays = section["Replays"] switch
            {
                null or "" => defaults.Replays,
                var text when bool.TryParse(text, out var replays) => replays,
                var text => throw new SettingsException($"Onward:Replays is '{text}'; it can be 'true' or 'false'."),
            },
            FromStart = section["From"] switch
            {
                null or "" or "now" => false,
                "start" => true,
                var text => throw new SettingsException($"Onward:From is '{text}'; it can be 'now' or 'start'."),
            },
        };
    }
}
