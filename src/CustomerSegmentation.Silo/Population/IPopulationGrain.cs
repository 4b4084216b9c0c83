using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// A shard of the population: the segment state of each of its customers, without their orders. The key is its number. Moments are UTC
/// ticks; a publication is the least that the shard must know to answer. What only reads ends when whoever asked gives up.
/// </summary>
[Alias("population")]
internal interface IPopulationGrain : IGrainWithIntegerKey
{
    /// <summary>Takes segment states of customers; they are on record already.</summary>
    [Alias("note"), ResponseTimeout("00:15:00")]
    Task NoteAsync(SegmentStateUpdate[] notes);

    /// <summary>The same without an answer: whatever is asked next from the same silo comes behind it.</summary>
    [Alias("hear"), OneWay]
    Task HearAsync(SegmentStateUpdate[] notes);

    /// <summary>Whether the shard knows a customer as of a version of their state, or of a later one: then it is on record.</summary>
    [Alias("knows"), ResponseTimeout("00:15:00")]
    Task<bool> KnowsAsync(string customerId, long version);

    /// <summary>Forgets a customer, who is erased from the record.</summary>
    [Alias("forget")]
    Task ForgetAsync(string customerId);

    /// <summary>Brings the shard up; how many customers it has.</summary>
    [Alias("wake"), ResponseTimeout("00:15:00")]
    Task<int> WakeAsync();

    /// <summary>Lets time pass until a moment for whoever is due, durably.</summary>
    [Alias("sweep"), ResponseTimeout("01:00:00")]
    Task<SweepReceipt> SweepAsync(long until);

    /// <summary>Puts a publication in force for everyone: whom it moves is moved, durably.</summary>
    [Alias("adopt"), ResponseTimeout("01:00:00")]
    Task<SweepReceipt> AdoptAsync(int publication);

    /// <summary>Customers and their monetary value by segment as of a moment.</summary>
    [Alias("tally"), ResponseTimeout("00:05:00")]
    Task<ShardTally> TallyAsync(long now, int publication, CancellationToken cancellation);

    /// <summary>Members of a segment as of a moment, in the order of their place, after one of them.</summary>
    [Alias("members"), ResponseTimeout("00:05:00")]
    Task<MemberMessage[]> MembersAsync(
        string segment, long now, int publication, ulong after, int limit, CancellationToken cancellation);

    /// <summary>Who leaves a segment by time alone until a moment, soonest first, after one of them.</summary>
    [Alias("leaving"), ResponseTimeout("00:05:00")]
    Task<DepartureMessage[]> LeavingAsync(
        string segment, long now, long until, int publication, DeparturePlace? after, int limit, CancellationToken cancellation);

    /// <summary>How many customers are in which segment at several moments, ascending, if nobody buys.</summary>
    [Alias("outlook"), ResponseTimeout("00:30:00")]
    Task<ShardOutlook> OutlookAsync(long[] moments, int publication, CancellationToken cancellation);

    /// <summary>The first purchase of any customer; <see cref="long.MaxValue"/> when there is none.</summary>
    [Alias("first-purchase")]
    Task<long> FirstPurchaseAsync();

    /// <summary>The figures of everyone in a segment as of a moment, or of a share of each segment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="publication">The least publication.</param>
    /// <param name="share">0 to 1; 1 for everyone.</param>
    /// <param name="cancellation">Of whoever asks.</param>
    [Alias("columns"), ResponseTimeout("00:30:00")]
    Task<ShardColumns> ColumnsAsync(long at, int publication, double share, CancellationToken cancellation);

    /// <summary>Who is in which segment as of a moment, and would be in which of another model.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="publication">The least publication.</param>
    /// <param name="candidate">The other model, as text.</param>
    /// <param name="cancellation">Of whoever asks.</param>
    [Alias("overlap"), ResponseTimeout("00:30:00")]
    Task<OverlapMessage[]> OverlapAsync(long at, int publication, string candidate, CancellationToken cancellation);
}
