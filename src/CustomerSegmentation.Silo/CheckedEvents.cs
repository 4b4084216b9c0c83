using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo;

/// <summary>Some events of a call, checked: those that go to their customers, and those that are refused.</summary>
internal sealed class CheckedEvents
{
    private readonly List<AdmittedEvent> _admitted;
    private readonly List<int> _indexes;
    private readonly List<RefusedEvent> _refused = [];

    /// <param name="validator">Who checks them.</param>
    /// <param name="events">Of the call.</param>
    /// <param name="from">The index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="wallNow">The time on the wall.</param>
    public CheckedEvents(EventValidator validator, IReadOnlyList<PurchaseEvent> events, int from, int count, DateTimeOffset wallNow)
    {
        (_admitted, _indexes) = (new(count), new(count));
        for (var i = from; i < from + count; i++)
        {
            if (validator.Check(events[i], wallNow, out var e) is { } refusal)
            {
                _refused.Add(new(i, events[i].EventId, refusal.Code, refusal.Reason));
                continue;
            }

            _admitted.Add(e);
            _indexes.Add(i);
            Oldest = events[i].OccurredAt < Oldest ? events[i].OccurredAt : Oldest;
        }
    }

    /// <summary>Those that go to their customers, in their order.</summary>
    public IReadOnlyList<AdmittedEvent> Admitted => _admitted;

    /// <summary>When those from an index on occurred (UTC ticks).</summary>
    public long[] OccurredAt(int from)
    {
        var occurredAt = new long[_admitted.Count - from];
        for (var i = 0; i < occurredAt.Length; i++)
        {
            occurredAt[i] = _admitted[from + i].OccurredAt;
        }

        return occurredAt;
    }

    /// <summary>Some of them as they were let in under the event clock.</summary>
    /// <param name="from">The index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">The engine's now before them (UTC ticks).</param>
    public AdmittedEvent[] LetIn(int from, int count, long now)
    {
        var letIn = new AdmittedEvent[count];
        for (var i = 0; i < count; i++)
        {
            now = Math.Max(now, _admitted[from + i].OccurredAt);
            letIn[i] = _admitted[from + i] with { LetInAt = now };
        }

        return letIn;
    }

    /// <summary>When the oldest of them occurred.</summary>
    public DateTimeOffset Oldest { get; } = DateTimeOffset.MaxValue;

    /// <summary>What became of all of them.</summary>
    /// <param name="statuses">Of the admitted ones.</param>
    public RecordReceipt Receipt(IReadOnlyList<RecordStatus> statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        var (recorded, duplicates) = (0, 0);
        for (var i = 0; i < statuses.Count; i++)
        {
            switch (statuses[i])
            {
                case RecordStatus.Recorded:
                    recorded++;
                    break;
                case RecordStatus.Duplicate:
                    duplicates++;
                    break;
                case RecordStatus.Unreadable:
                    _refused.Add(RefusedEvent.Unreadable(_indexes[i], _admitted[i]));
                    break;
                default:
                    _refused.Add(RefusedEvent.Conflicting(_indexes[i], _admitted[i]));
                    break;
            }
        }

        _refused.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return new(recorded, duplicates, _refused);
    }
}
