namespace CustomerSegmentation.Silo.Clients;

/// <summary>What the silo logs of calls by Orleans clients.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(4080, LogLevel.Error, "A call of an Orleans client failed.")]
    public static partial void CallFailed(this ILogger log, Exception cause);
}
