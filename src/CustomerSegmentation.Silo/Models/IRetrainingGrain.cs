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
    /// the next one. At least one.
    /// </summary>
    /// <param name="occurredAt">When the events occurred.</param>
    /// <param name="wallNow">The time on the wall.</param>
    [Alias("make-way"), ResponseTimeout("01:00:00")]
    Task<int> MakeWayAsync(long[] occurredAt, long wallNow);
}
