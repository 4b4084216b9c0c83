using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;

namespace CustomerSegmentation.Silo.Models;

/// <summary>Fits models, asked or by the calendar: one for the whole cluster. Moments are UTC ticks.</summary>
[Alias("retraining")]
internal interface IRetrainingGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that reviews come, whatever becomes of this silo.</summary>
    [Alias("start"), AlwaysInterleave]
    Task StartAsync();

    /// <summary>
    /// Fits a candidate to the customers of a moment. Whoever gives up ends it, unless it is being kept or published already.
    /// </summary>
    [Alias("fit"), ResponseTimeout("01:00:00")]
    Task<FitAnswer> FitAsync(FitRequestMessage request, long at, CancellationToken cancellation);

    /// <summary>Reviews the model in force if that is due by the clock.</summary>
    [Alias("review"), ResponseTimeout("01:00:00")]
    Task ReviewAsync();

    /// <summary>
    /// Under the event clock: does the reviews that are due before events, and says how many of them may be recorded before
    /// the next one. At least one. Silos of an earlier version call it, and say nothing of what becomes of the events.
    /// </summary>
    /// <param name="occurredAt">When the events occurred.</param>
    /// <param name="wallNow">The time on the wall.</param>
    [Alias("make-way"), ResponseTimeout("01:00:00")]
    Task<int> MakeWayAsync(long[] occurredAt, long wallNow);

    /// <summary>
    /// Under the event clock: lets events in, after the reviews that are due before the first of them. Asked again for the same call,
    /// it answers again.
    /// </summary>
    /// <param name="call">Which call brings them, and how many there are at hand.</param>
    [Alias("enter"), ResponseTimeout("01:00:00")]
    Task<StreamEntry> EnterAsync(StreamCall call);

    /// <summary>All events of a call are recorded, or never will be.</summary>
    /// <param name="silo">Which sent it.</param>
    /// <param name="number">Of the call.</param>
    /// <param name="newest">The newest that was recorded.</param>
    [Alias("leave")]
    Task<bool> LeaveAsync(long silo, long number, long newest);

    /// <summary>Under the event clock: puts a version in force between two events; false when there is no such version.</summary>
    [Alias("publish"), ResponseTimeout("01:00:00")]
    Task<bool> PublishAsync(int version);
}
