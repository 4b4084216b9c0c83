namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Lets time pass for everyone, some at a time, so that events flow in between and units stay small.</summary>
internal static class Sweep
{
    /// <summary>Until a moment, in every lane. Complete when durable; how many customers changed segment.</summary>
    public static async Task<long> AllAsync(IEnumerable<CustomerLane> lanes, DateTimeOffset now) =>
        (await Task.WhenAll(lanes.Select(lane => OneAsync(lane, now)))).Sum();

    private static async Task<long> OneAsync(CustomerLane lane, DateTimeOffset now)
    {
        long moved = 0;
        for (int? from = 0; from is { } first;)
        {
            var slice = new DurableWork<SweptSlots>(owner => owner.Sweep(now, first));
            lane.Post(slice);
            var swept = await slice.Done;
            moved += swept.Moved;
            from = swept.Next;
        }

        return moved;
    }
}
