using System.Diagnostics;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// Lets time pass for everyone, some at a time: as many as are durable again within a moment, because events that come
/// meanwhile wait for the same lane and the same transaction.
/// </summary>
internal static class Sweep
{
    private const int Fewest = 256;
    private const int Most = 4096;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(15);

    /// <summary>Until a moment, in every lane. Complete when durable; how many customers changed segment.</summary>
    public static async Task<long> AllAsync(IEnumerable<CustomerLane> lanes, DateTimeOffset now) =>
        (await Task.WhenAll(lanes.Select(lane => OneAsync(lane, now)))).Sum();

    private static async Task<long> OneAsync(CustomerLane lane, DateTimeOffset now)
    {
        long moved = 0;
        var some = Fewest;
        for (int? from = 0; from is { } first;)
        {
            var started = Stopwatch.GetTimestamp();
            var most = some;
            var slice = new DurableWork<SweptSlots>(owner => owner.Sweep(now, first, most));
            lane.Post(slice);
            var swept = await slice.Done;
            moved += swept.Moved;
            from = swept.Next;
            some = Stopwatch.GetElapsedTime(started) < Moment ? Math.Min(2 * some, Most) : Math.Max(some / 2, Fewest);
        }

        return moved;
    }
}
