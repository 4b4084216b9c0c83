using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Storage;

namespace CustomerSegmentation.Silo.Telemetry;

/// <summary>What the silo logs. Event ids 4000–4099.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(4000, LogLevel.Information, "Ready: {Customers} customers in {Shards} shards, model version {Version} is in force.")]
    public static partial void Ready(this ILogger log, long customers, int shards, int version);

    [LoggerMessage(4001, LogLevel.Error, "{Kind} fails; events wait until it recovers, none is lost. {Problem}")]
    public static partial void StorageFailed(this ILogger log, StorageKind kind, string problem);

    [LoggerMessage(4002, LogLevel.Information, "{Kind} has recovered.")]
    public static partial void StorageRecovered(this ILogger log, StorageKind kind);

    [LoggerMessage(4003, LogLevel.Information, "Model version {Version} is in force; {Moved} customers moved in {Elapsed}.")]
    public static partial void Published(this ILogger log, int version, long moved, TimeSpan elapsed);

    [LoggerMessage(4004, LogLevel.Information, "Fitted model version {Version}: {K} segments from {Customers} customers in {Elapsed}.")]
    public static partial void Fitted(this ILogger log, int version, int k, int customers, TimeSpan elapsed);

    [LoggerMessage(4005, LogLevel.Information, "Fit ({Trigger}): {Outcome}. {Reason}")]
    public static partial void FitEnded(this ILogger log, FitTrigger trigger, FitResult outcome, string reason);

    [LoggerMessage(4006, LogLevel.Error, "A fit failed; the model in force stays.")]
    public static partial void FitFailed(this ILogger log, Exception cause);

    [LoggerMessage(4007, LogLevel.Warning, "The customers have drifted since version {Version} was fitted: {Feature} by {Index:0.000}. Fitting anew.")]
    public static partial void Drifted(this ILogger log, string feature, double index, int version);

    [LoggerMessage(4008, LogLevel.Error, "A review of the model in force failed; it stays, and the next review makes up for it.")]
    public static partial void ReviewFailed(this ILogger log, Exception cause);

    [LoggerMessage(4009, LogLevel.Error, "A sweep of shard {Shard} failed; the next one makes up for it.")]
    public static partial void SweepFailed(this ILogger log, long shard, Exception cause);

    [LoggerMessage(4010, LogLevel.Debug, "Shard {Shard}: {Customers} customers from the ledger in {Elapsed}.")]
    public static partial void ShardLoaded(this ILogger log, long shard, int customers, TimeSpan elapsed);

    [LoggerMessage(4011, LogLevel.Error, "Customer in shard {Shard} is in the ledger and has no state: state and ledger are not of the same time.")]
    public static partial void StateMissing(this ILogger log, long shard);

    [LoggerMessage(4012, LogLevel.Information, "The window, the rules or the hysteresis changed since the last start; everyone is assessed anew.")]
    public static partial void TermsChanged(this ILogger log);

    [LoggerMessage(4013, LogLevel.Debug, "A call to a customer failed and is made again: {Problem}")]
    public static partial void CallRepeated(this ILogger log, string problem);

    [LoggerMessage(4014, LogLevel.Error, "The ledger refused a write that it will never take.")]
    public static partial void WriteRefused(this ILogger log, Exception cause);

    [LoggerMessage(4015, LogLevel.Information, "Stopped; everything recorded is durable.")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(4026, LogLevel.Error, "Segments could not be written to Redis for those who read them there; it is tried again.")]
    public static partial void ProjectionFailed(this ILogger log, Exception cause);

    [LoggerMessage(4018, LogLevel.Information, "Importing {Customers} customers and {Migrations} migrations, {Which}; no silo takes events until they are here.")]
    public static partial void ImportBegins(this ILogger log, long customers, long migrations, string which);

    [LoggerMessage(4019, LogLevel.Information, "Imported {Customers} of {All} customers.")]
    public static partial void Importing(this ILogger log, long customers, long all);

    [LoggerMessage(4020, LogLevel.Information, "Imported all {Customers} customers in {Elapsed}.")]
    public static partial void Imported(this ILogger log, long customers, TimeSpan elapsed);

    [LoggerMessage(4021, LogLevel.Information, "This export was imported before; nothing is left to do.")]
    public static partial void ImportedBefore(this ILogger log);

    [LoggerMessage(4022, LogLevel.Warning, "An import is under way, or was interrupted; this silo waits for it. If none runs, start a silo with the same --Import again.")]
    public static partial void ImportAwaited(this ILogger log);

    [LoggerMessage(4023, LogLevel.Error, "A customer of shard {Shard} could not be asked ({Problem}); the others were.")]
    public static partial void CustomerUnreadable(this ILogger log, long shard, string problem);

    [LoggerMessage(4030, LogLevel.Critical, "The queue of the ledger met an error that it should not have. Nothing more is recorded: restart the silo.")]
    public static partial void QueueEnded(this ILogger log, Exception cause);

    [LoggerMessage(4029, LogLevel.Error, "What is stored of a customer cannot be read: {Problem} Their events are refused; GET /health/details names them.")]
    public static partial void CustomerRefused(this ILogger log, string problem);

    [LoggerMessage(4028, LogLevel.Debug, "Shard {Shard} could not be told what is on record ({Problem}); it reads it when it wakes.")]
    public static partial void ShardNotTold(this ILogger log, int shard, string problem);

    [LoggerMessage(4016, LogLevel.Warning, "What happens by itself failed and is tried again: {Problem}")]
    public static partial void MaintenanceFailed(this ILogger log, string problem);

    [LoggerMessage(4017, LogLevel.Information, "Stopped; a silo alone keeps nothing, what it knew has ended with it.")]
    public static partial void StoppedAlone(this ILogger log);

    [LoggerMessage(4025, LogLevel.Error, "Stopped while storage failed; what was not durable was not acknowledged and will be sent again. {Problem}")]
    public static partial void StoppedWithoutStorage(this ILogger log, string problem);

    [LoggerMessage(4024, LogLevel.Warning, "{Silent} silos that are listed as active take no connection. Joining waits until they do, or have been silent for {Stale}.")]
    public static partial void OthersSilent(this ILogger log, int silent, TimeSpan stale);

    [LoggerMessage(4027, LogLevel.Critical, "This silo ({Silo}) is no longer in the membership table, which can be read: it was emptied or restored while silos ran. This silo stops.")]
    public static partial void Forgotten(this ILogger log, SiloAddress silo);

    [LoggerMessage(4031, LogLevel.Warning, "{What}")]
    public static partial void ClockChecked(this ILogger log, string what);
}
