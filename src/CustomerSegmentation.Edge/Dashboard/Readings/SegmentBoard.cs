using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>What the pages of segments look at, read once for all who look. Each of these reads all customers.</summary>
internal sealed class SegmentBoard
{
    private const int Room = 64;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a page waits for what takes long; then it shows what was read before, or says that it is coming.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly TimeProvider _time;
    private readonly SharedByKey<int, Census> _census;
    private readonly SharedByKey<MembersAsked, Reading<PageAnswer<MemberAnswer>>> _members;
    private readonly SharedByKey<LeaversAsked, Reading<PageAnswer<DepartureAnswer>>> _leavers;
    private volatile Census? _lastCensus;

    public SegmentBoard(ISegmentationEngine engine, TimeProvider time)
    {
        var ids = new CustomerIds(Hashed: false, Normalized: false);
        _time = time;
        _census = new(async _ => _lastCensus = await Census.TakeAsync(engine), room: 2, Often, rest: 50, time);
        _members = new(MembersAsync, Room, Often, rest: 50, time);
        _leavers = new(LeaversAsync, Room, Often, rest: 50, time);

        async Task<Reading<PageAnswer<MemberAnswer>>> MembersAsync(MembersAsked asked)
        {
            var asOf = asked.AsOf ?? engine.Now;
            var pages = new MemberPages(asked.SegmentId, asked.AsOf, asked.Filter, ids);
            return new(asOf, await pages.ReadAsync(engine, asked.Cursor, asked.Limit, CancellationToken.None));
        }

        async Task<Reading<PageAnswer<DepartureAnswer>>> LeaversAsync(LeaversAsked asked)
        {
            var now = engine.Now;
            var page = await engine.LeavingAsync(asked.SegmentId, asked.Within, asked.Cursor, asked.Limit);
            return new(now, page is null ? null : PageAnswer.Of(page, departure => DepartureAnswer.Of(departure, ids, engine.SegmentDirectory)));
        }
    }

    /// <summary>Everybody, added up by the segments of the model in force; null while they are counted for the first time.</summary>
    /// <param name="modelVersion">Of that model: another one is counted at once.</param>
    public async Task<Census?> CensusAsync(int modelVersion)
    {
        var census = await PatientlyAsync(_census.GetAsync(modelVersion)) ?? _lastCensus;
        return census?.ModelVersion == modelVersion ? census : null;
    }

    /// <summary>A page of members; none while it is read, or where the segment has none to show.</summary>
    public Task<Reading<PageAnswer<MemberAnswer>>?> MembersAsync(MembersAsked asked) => PatientlyAsync(_members.GetAsync(asked));

    /// <summary>A page of those who leave soon, soonest first; none while it is read.</summary>
    public Task<Reading<PageAnswer<DepartureAnswer>>?> LeaversAsync(LeaversAsked asked) => PatientlyAsync(_leavers.GetAsync(asked));

    private async Task<T?> PatientlyAsync<T>(Task<T> reading)
        where T : class
    {
        await Task.WhenAny(reading, Task.Delay(Patience, _time));
        return reading.IsCompleted ? await reading : null;
    }
}
