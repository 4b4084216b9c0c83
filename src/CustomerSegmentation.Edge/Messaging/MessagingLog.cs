using Microsoft.Extensions.Logging;

namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Events 2000–2099 of the log.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(2001, LogLevel.Warning,
        "{Refused} of {Events} events of message {MessageId} went to the error queue ({Code}): {Reason}")]
    public static partial void EventsRefused(
        this ILogger log, int refused, int events, string? messageId, string code, string reason);

    [LoggerMessage(2002, LogLevel.Error,
        "The engine failed to record a message (attempt {Attempt}). It stays with the broker; the next attempt is in {Delay}")]
    public static partial void RecordingFailed(this ILogger log, Exception failure, int attempt, TimeSpan delay);

    [LoggerMessage(2003, LogLevel.Error,
        "Refused events could not be put into the error queue (attempt {Attempt}). Their message stays with the broker; the next attempt is in {Delay}")]
    public static partial void RefusingFailed(this ILogger log, Exception failure, int attempt, TimeSpan delay);

    [LoggerMessage(2004, LogLevel.Warning,
        "Segment changes are not being published (attempt {Attempt}). They stay on record; the next attempt is in {Delay}")]
    public static partial void PublishingFailed(this ILogger log, Exception failure, int attempt, TimeSpan delay);

    [LoggerMessage(2005, LogLevel.Information, "Segment changes are being published again")]
    public static partial void PublishingAgain(this ILogger log);
}
