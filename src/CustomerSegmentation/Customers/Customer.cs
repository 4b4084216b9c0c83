using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <summary>
/// A customer: folds their own events into RFM state and knows at every moment which segment that makes.
/// It has no clock and does no I/O; one owner at a time calls it. Moments are UTC.
/// </summary>
/// <remarks>
/// Idempotent for ever, and the RFM state does not depend on the order of arrival. Which migrations are on record
/// does: they say what was believed when.
/// </remarks>
public sealed partial class Customer
{
    /// <summary>A customer nothing is known of yet.</summary>
    public Customer(string id)
        : this(new CustomerState { Id = id })
    {
    }

    internal Customer(CustomerState state) => _form = state;

    /// <summary>Who.</summary>
    public string Id => (_form as CustomerState)?.Id ?? CustomerCodec.IdOf(Packed);

    /// <summary>The segment on record and what it is based on.</summary>
    public SegmentState SegmentState => (_form as CustomerState)?.SegmentState ?? CustomerCodec.SegmentStateOf(Packed);

    /// <summary>The first purchase of the newest order (UTC ticks), counting or not; null if none is known.</summary>
    public long? NewestOrder => Orders.Newest is var newest && newest == Order.NoPurchase ? null : newest;

    /// <summary>How many different events were folded.</summary>
    public int Events => Seen.Count;

    /// <summary>The first purchase there ever was; null when only refunds are known.</summary>
    public DateTimeOffset? FirstPurchaseAt =>
        Orders.Orders is [{ Time: not Order.NoPurchase } first, ..] ? new(first.Time, TimeSpan.Zero) : null;

    /// <summary>
    /// Where on record the last migration of theirs is; 0 as long as none is. Kept by whoever keeps the record; no part of
    /// the state.
    /// </summary>
    public long LastOnRecord { get; set; }

    internal ref OrderHistory Orders => ref State.Orders;

    internal ref readonly SeenEvents Seen => ref State.Seen;

    /// <summary>Folds an event and reassigns the customer at once.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="now">The engine's now; under the event clock as of when the event was let in.</param>
    /// <param name="clock">Which clock that is.</param>
    public RecordOutcome Record(
        in AdmittedEvent e, AssignmentTerms terms, DateTimeOffset now, EngineClock clock = EngineClock.Wall)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var store = _form as PackedCustomerStore;
        var state = store is null ? (CustomerState)_form : store.Unpack(_place);
        var known = state.Seen.Find(e.EventKey, e.ContentCheck);
        if (known != RecordStatus.Recorded)
        {
            store?.Recycle(state);
            return new(known, 0, []);
        }

        Become(state);
        var steps = new Steps(state, terms, now, clock);
        steps.Adopt();
        if (clock == EngineClock.Event && e.OccurredAt < now.UtcTicks)
        {
            // The stream is ahead of it: what time had changed until then is on record in a live engine, whether a sweep has come
            // round here or not.
            steps.AdvanceTo(now.UtcTicks);
        }

        // An event from before what is already on record corrects the future, from now on; any other takes effect
        // when it happened, after whatever time alone had changed until then. What time changes after it is left to
        // Advance: in a history that streams in, the customer's next event is older than now.
        var newest = state.Orders.Newest;
        var late = e.OccurredAt < steps.SegmentState.Since || (newest != Order.NoPurchase && e.OccurredAt < newest);
        var at = late
            ? steps.Earliest(now.UtcTicks)
            : Math.Max(e.OccurredAt, terms.Publication.At.UtcTicks);
        steps.AdvanceTo(at);
        state.Seen.Add(e.EventKey, e.ContentCheck);
        var isLatest = state.Orders.Fold(e);
        var cause = late ? MigrationCause.Correction : CauseOf(e.Type);

        // Without a new order, the latest and as of now, the orders are what they were.
        var isTold = isLatest && cause == MigrationCause.Purchase && at == e.OccurredAt;
        steps.Take(at, cause, e.EventId, isTold);
        state.SegmentState = steps.SegmentState;
        return new(RecordStatus.Recorded, at, steps.Migrations);
    }

    /// <summary>Lets time pass until now, and adopts the model in force. The migrations that came of it.</summary>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="now">Until when.</param>
    /// <param name="clock">Which clock the engine goes by.</param>
    public IReadOnlyList<Migration> Advance(AssignmentTerms terms, DateTimeOffset now, EngineClock clock = EngineClock.Wall)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var state = UnpackState();
        var steps = new Steps(state, terms, now, clock);
        steps.Adopt();
        steps.AdvanceTo(now.UtcTicks);
        state.SegmentState = steps.SegmentState;
        return steps.Migrations;
    }

    /// <summary>The customer as of now; changes nothing.</summary>
    public CustomerView View(AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf) =>
        CustomerQueries.Of(this, terms, now, nameOf);

    /// <summary>The segment state of the customer now, recorded or not; changes nothing.</summary>
    public SegmentState SegmentStateAt(AssignmentTerms terms, DateTimeOffset now)
    {
        var state = State;
        var timeline = new SegmentTimeline(ref state.Orders, state.SegmentState, terms);
        timeline.GoTo(timeline.Earliest(now.UtcTicks));
        return timeline.SegmentState;
    }

    /// <summary>Folds an event that was recorded before and was lost from memory, without assessing anything.</summary>
    public void Replay(in AdmittedEvent e)
    {
        var state = UnpackState();
        if (state.Seen.Find(e.EventKey, e.ContentCheck) == RecordStatus.Recorded)
        {
            state.Seen.Add(e.EventKey, e.ContentCheck);
            state.Orders.Fold(e);
        }
    }

    /// <summary>Takes over a migration from the record, after a restart.</summary>
    public void Replay(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        var state = UnpackState();
        if (migration.Sequence > state.SegmentState.Sequence)
        {
            state.SegmentState = state.SegmentState with
            {
                Segment = migration.To,
                Since = migration.EffectiveAt.UtcTicks,
                Cause = migration.Cause,
                Sequence = migration.Sequence,
            };
        }
    }

    /// <summary>
    /// Ends a replay: computes what the segment state depends on.
    /// </summary>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="assessedAt">
    /// When the last replayed event was assessed (UTC ticks); <see cref="long.MinValue"/> if none was replayed.
    /// </param>
    public void Resume(AssignmentTerms terms, long assessedAt)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var state = UnpackState();
        var before = state.SegmentState;
        var timeline = new SegmentTimeline(ref state.Orders, before, terms);
        var at = timeline.Earliest(assessedAt);
        if (at == long.MinValue)
        {
            return;
        }

        // Where the record disagrees with the arithmetic the record stays, and the customer is looked at again at once.
        state.SegmentState = timeline.Take(at, MigrationCause.Decay)
            ? timeline.SegmentState with
            {
                Segment = before.Segment,
                Since = before.Since,
                Cause = before.Cause,
                Sequence = before.Sequence,
                Due = at,
            }
            : timeline.SegmentState;
    }

    private static MigrationCause CauseOf(PurchaseEventType type) =>
        type == PurchaseEventType.Purchase ? MigrationCause.Purchase : MigrationCause.Refund;
}
