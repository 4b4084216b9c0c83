using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Models;

/// <summary>
/// When the model in force is reviewed, and whether a review leads to a refit. Moments are whole multiples of the
/// schedule, and midnights for drift, both UTC: the same history gives the same reviews.
/// </summary>
public sealed class RefitCalendar(RefitOptions options)
{
    private static readonly TimeSpan DriftEvery = TimeSpan.FromDays(1);

    /// <summary>Whether there will ever be a review.</summary>
    public bool IsOpen => options.Every is not null || options.Drift is not null;

    /// <summary>The first review after a moment; null for never.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        (Next(after, options.Every), options.Drift is null ? null : Next(after, DriftEvery)) switch
        {
            ({ } schedule, { } drift) => schedule < drift ? schedule : drift,
            var (schedule, drift) => schedule ?? drift,
        };

    /// <summary>The latest moment of the schedule (not of drift) after one and up to another; null if there is none.</summary>
    public DateTimeOffset? LastScheduled(DateTimeOffset after, DateTimeOffset until) =>
        options.Every is { } every && Next(after, every) <= until ? Next(until, every)!.Value - every : null;

    /// <summary>
    /// Whether the customers have drifted too far. Drift that has led to a refit leads to no other one until a while has passed, or it
    /// has grown by as much again as the limit: a candidate that waits, or was held back, is not made anew every night. Growth is told
    /// only from the same model; from a model that was published since, the while has to pass.
    /// </summary>
    /// <param name="drift">From the model in force.</param>
    /// <param name="at">When it was measured.</param>
    /// <param name="state">What reviews have led to so far.</param>
    public bool AsksForRefit(PopulationDrift drift, DateTimeOffset at, RefitState state)
    {
        ArgumentNullException.ThrowIfNull(drift);
        ArgumentNullException.ThrowIfNull(state);
        return options.Drift is { } limit
            && drift.Worst.Index > limit
            && (!(at - state.LastRefitForDrift < options.DriftCooldown)
                || (state.RefittedDrift is { } before
                    && before.ModelVersion == drift.ModelVersion
                    && drift.Worst.Index >= before.Index + limit));
    }

    /// <summary>Refuses a first model that would be based on too little history.</summary>
    /// <exception cref="FitRefusedException"><c>too_little_history</c>.</exception>
    public void RequireHistory(DateTimeOffset? firstPurchase, DateTimeOffset at)
    {
        if (!(at - firstPurchase >= options.LeastHistory))
        {
            throw new FitRefusedException(
                "too_little_history",
                $"The first purchase is {(at - firstPurchase ?? TimeSpan.Zero).TotalDays:0.#} days old; "
                + $"the first model waits for {options.LeastHistory.TotalDays:0.#} days of history.");
        }
    }

    private static DateTimeOffset? Next(DateTimeOffset after, TimeSpan? every)
    {
        if (every is not { } step)
        {
            return null;
        }

        var since = after - DateTimeOffset.UnixEpoch;
        var steps = (since.Ticks / step.Ticks) + (since < TimeSpan.Zero && since.Ticks % step.Ticks != 0 ? 0 : 1);
        return DateTimeOffset.UnixEpoch + (step * steps);
    }
}
