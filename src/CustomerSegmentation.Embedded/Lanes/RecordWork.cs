using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>The part of a call's events whose customers live in one lane.</summary>
internal sealed class RecordWork(RecordCall call) : LaneWork
{
    private readonly List<AdmittedEvent> _events = [];
    private readonly List<int> _indexes = [];

    /// <summary>Adds an event and its index in the call.</summary>
    public void Add(in AdmittedEvent e, int index)
    {
        _events.Add(e);
        _indexes.Add(index);
    }

    public override void Run(CustomerLane lane)
    {
        var recorded = 0;
        var duplicates = 0;
        List<RefusedEvent>? conflicts = null;
        for (var i = 0; i < _events.Count; i++)
        {
            switch (lane.Record(_events[i], call.LetInAt))
            {
                case RecordStatus.Recorded:
                    recorded++;
                    break;
                case RecordStatus.Duplicate:
                    duplicates++;
                    break;
                default:
                    (conflicts ??= []).Add(RefusedEvent.Conflicting(_indexes[i], _events[i]));
                    break;
            }
        }

        // A duplicate waits too: the event it repeats may itself not be durable yet.
        lane.Unit.Events += _events.Count;
        lane.Unit.Link(call.Trace);
        lane.Unit.WhenDurable(failure => call.Finish(recorded, duplicates, conflicts, failure));
    }

    public override void Fail(Exception reason) => call.Finish(0, 0, refused: null, reason);
}
