using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Outbound;

/// <summary>Events 2100–2199 of the log.</summary>
internal static partial class OutboundLog
{
    [LoggerMessage(2101, LogLevel.Warning,
        "Webhook {Webhook} did not take a message: {Problem} It is tried again in {Delay}, and what follows waits")]
    public static partial void WebhookFailed(this ILogger log, string webhook, string problem, TimeSpan delay);

    [LoggerMessage(2102, LogLevel.Error, "Webhook {Webhook} is disabled: {Reason}")]
    public static partial void WebhookDisabled(this ILogger log, string webhook, string reason);

    [LoggerMessage(2103, LogLevel.Error, "Webhook {Webhook} cannot be served for the moment; the next attempt is in {Delay}")]
    public static partial void WebhookRoundFailed(this ILogger log, Exception failure, string webhook, TimeSpan delay);
}
