using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Telemetry;

/// <summary>What the embedded engine logs. Event ids 1000–1099.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1000, LogLevel.Information, "Ready: {Customers} customers, {Replayed} journal rows replayed, in {Elapsed}. Data in {Path}.")]
    public static partial void Recovered(this ILogger log, long customers, int replayed, TimeSpan elapsed, string path);

    [LoggerMessage(1001, LogLevel.Error, "Storage fails; events wait until it recovers, none is lost: {Problem}")]
    public static partial void StorageFailed(this ILogger log, string problem, Exception cause);

    [LoggerMessage(1002, LogLevel.Information, "Storage has recovered.")]
    public static partial void StorageRecovered(this ILogger log);

    [LoggerMessage(1003, LogLevel.Information, "Model version {Version} is in force; {Moved} customers moved in {Elapsed}.")]
    public static partial void Published(this ILogger log, int version, long moved, TimeSpan elapsed);

    [LoggerMessage(1004, LogLevel.Information, "Fitted model version {Version}: {K} segments from {Customers} customers in {Elapsed}.")]
    public static partial void Fitted(this ILogger log, int version, int k, int customers, TimeSpan elapsed);

    [LoggerMessage(1005, LogLevel.Information, "Checkpoint: {Pages} pages written, journal cut, in {Elapsed}.")]
    public static partial void Checkpointed(this ILogger log, int pages, TimeSpan elapsed);

    [LoggerMessage(1006, LogLevel.Critical, "A lane met an error that it should not have. What was asked of it failed.")]
    public static partial void LaneFailed(this ILogger log, Exception cause);

    [LoggerMessage(1007, LogLevel.Information, "Stopped; everything recorded is durable.")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(1011, LogLevel.Critical, "The committer met an error that it should not have. Nothing more is recorded: restart the engine.")]
    public static partial void CommitterFailed(this ILogger log, Exception cause);

    [LoggerMessage(1012, LogLevel.Error, "Stopped while storage failed; what was not durable was not acknowledged and will be sent again.")]
    public static partial void StoppedWithoutStorage(this ILogger log);

    [LoggerMessage(1008, LogLevel.Error, "A sweep failed; the next one makes up for it.")]
    public static partial void SweepFailed(this ILogger log, Exception cause);

    [LoggerMessage(1009, LogLevel.Error, "A checkpoint failed; the journal is kept and the next one makes up for it.")]
    public static partial void CheckpointFailed(this ILogger log, Exception cause);

    [LoggerMessage(1010, LogLevel.Information, "The window, the rules or the hysteresis changed since the last start; everyone is assessed anew.")]
    public static partial void TermsChanged(this ILogger log);

    [LoggerMessage(1013, LogLevel.Error, "Everyone could not be assessed under the model in force; reads are right all the same, and the next sweep makes up for it.")]
    public static partial void ReassignmentFailed(this ILogger log, Exception cause);

    [LoggerMessage(1014, LogLevel.Information, "Fit ({Trigger}): {Outcome}. {Reason}")]
    public static partial void FitEnded(this ILogger log, FitTrigger trigger, FitResult outcome, string reason);

    [LoggerMessage(1015, LogLevel.Error, "A fit failed; the model in force stays.")]
    public static partial void FitFailed(this ILogger log, Exception cause);

    [LoggerMessage(1016, LogLevel.Warning, "The customers have drifted since version {Version} was fitted: {Feature} by {Index:0.000}. Fitting anew.")]
    public static partial void Drifted(this ILogger log, string feature, double index, int version);

    [LoggerMessage(1017, LogLevel.Error, "A review of the model in force failed; it stays, and the next review makes up for it.")]
    public static partial void ReviewFailed(this ILogger log, Exception cause);

    [LoggerMessage(1020, LogLevel.Warning, "{What}")]
    public static partial void ClockChecked(this ILogger log, string what);
}
