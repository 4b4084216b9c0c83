using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// A call of <see cref="ISegmentationEngine.RecordAsync"/>, or a part of a long one: its events checked, dealt out
/// to the lanes that own their customers, and gathered again.
/// </summary>
internal sealed class RecordCall
{
    /// <summary>Longer calls are done in parts.</summary>
    public const int MaxEvents = 4096;

    private readonly TaskCompletionSource<RecordReceipt> _receipt =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _gathering = new();
    private readonly List<RefusedEvent> _refused = [];
    private readonly RecordWork?[] _works;
    private Action? _leave;
    private int _partsLeft;
    private int _recorded;
    private int _duplicates;
    private Exception? _failure;

    /// <param name="lanes">How many lanes there are.</param>
    /// <param name="events">All events of the call.</param>
    /// <param name="from">Where this part of them begins.</param>
    /// <param name="count">How many there are in this part.</param>
    /// <param name="validator">Who checks them.</param>
    /// <param name="route">Who owns whom.</param>
    /// <param name="wallNow">The time on the wall.</param>
    public RecordCall(
        int lanes, IReadOnlyList<PurchaseEvent> events, int from, int count, EventValidator validator, LaneRoute route, DateTimeOffset wallNow)
    {
        _works = new RecordWork?[lanes];
        for (var i = from; i < from + count; i++)
        {
            if (validator.Check(events[i], wallNow, out var admitted) is { } refusal)
            {
                _refused.Add(new(i, events[i].EventId, refusal.Code, refusal.Reason));
                continue;
            }

            ref var work = ref _works[route.LaneOf(admitted.CustomerId)];
            if (work is null)
            {
                work = new(this);
                _partsLeft++;
            }

            Newest = Math.Max(Newest, admitted.OccurredAt);
            work.Add(admitted with { LetInAt = Newest }, i);
            Admitted++;
            Oldest = events[i].OccurredAt < Oldest ? events[i].OccurredAt : Oldest;
        }
    }

    /// <summary>The trace of the call; the default when nobody listens.</summary>
    public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;

    /// <summary>Events that go to a lane.</summary>
    public int Admitted { get; }

    /// <summary>When the oldest of them occurred.</summary>
    public DateTimeOffset Oldest { get; } = DateTimeOffset.MaxValue;

    /// <summary>When the newest of them occurred (UTC ticks); 0 for none.</summary>
    public long Newest { get; }

    /// <summary>Under the event clock, the engine's now when the call was let in (UTC ticks).</summary>
    public long LetInAt { get; set; }

    /// <summary>The receipt of a call of which nothing goes to a lane.</summary>
    public RecordReceipt Refusals => new(0, 0, _refused);

    /// <summary>Complete once every part is durable.</summary>
    public Task<RecordReceipt> Receipt => _receipt.Task;

    /// <summary>Posts the parts to their lanes; <paramref name="leave"/> is called once none is on the way any more.</summary>
    public void Post(IReadOnlyList<CustomerLane> lanes, Action leave)
    {
        _leave = leave;
        for (var lane = 0; lane < _works.Length; lane++)
        {
            if (_works[lane] is { } work)
            {
                lanes[lane].Post(work);
            }
        }
    }

    /// <summary>One part is durable, or failed.</summary>
    public void Finish(int recorded, int duplicates, List<RefusedEvent>? refused, Exception? failure)
    {
        lock (_gathering)
        {
            _recorded += recorded;
            _duplicates += duplicates;
            _failure ??= failure;
            _refused.AddRange(refused ?? []);
            if (--_partsLeft > 0)
            {
                return;
            }
        }

        _leave!();
        if (_failure is { } reason)
        {
            _receipt.SetException(reason);
            return;
        }

        _refused.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        _receipt.SetResult(new(_recorded, _duplicates, _refused));
    }
}
