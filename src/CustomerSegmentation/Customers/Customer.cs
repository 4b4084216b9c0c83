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
public sealed class Customer
{
    private OrderBook _orders;
    private SeenEvents _seen;
    private Standing _standing;

    /// <summary>A customer nothing is known of yet.</summary>
    public Customer(string id)
        : this(id, new OrderBook(), new SeenEvents(), Standing.Initial)
    {
    }

    internal Customer(string id, OrderBook orders, SeenEvents seen, Standing standing)
    {
        Id = id;
        _orders = orders;
        _seen = seen;
        _standing = standing;
    }

    /// <summary>Who.</summary>
    public string Id { get; }

    /// <summary>The segment on record and what it rests on.</summary>
    public Standing Standing => _standing;

    /// <summary>The first purchase of the newest order (UTC ticks), counting or not; null if none is known.</summary>
    public long? NewestOrder => _orders.Newest is var newest && newest == Order.NoPurchase ? null : newest;

    /// <summary>How many different events were folded.</summary>
    public int Events => _seen.Count;

    /// <summary>The first purchase there ever was; null when only refunds are known.</summary>
    public DateTimeOffset? FirstPurchaseAt =>
        Orders.Orders is [{ Time: not Order.NoPurchase } first, ..] ? new(first.Time, TimeSpan.Zero) : null;

    /// <summary>
    /// Where on record the last migration of theirs is; 0 as long as none is. Kept by whoever keeps the record; no part of
    /// the state.
    /// </summary>
    public long LastOnRecord { get; set; }

    internal ref readonly OrderBook Orders => ref _orders;

    internal ref readonly SeenEvents Seen => ref _seen;

    /// <summary>Folds an event and reassigns the customer at once.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="now">The engine's now.</param>
    public RecordOutcome Record(in AdmittedEvent e, AssignmentTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var known = _seen.Find(e.EventKey, e.ContentCheck);
        if (known != RecordStatus.Recorded)
        {
            return new(known, 0, []);
        }

        var steps = new Steps(this, terms, now);
        steps.Adopt();

        // An event from before what is already on record corrects the future, from now on; any other takes effect
        // when it happened, after whatever time alone had changed until then. What time changes after it is left to
        // Advance: in a history that streams in, the customer's next event is older than now.
        var late = e.OccurredAt < _standing.Since
            || (_orders.Newest is var newest && newest != Order.NoPurchase && e.OccurredAt < newest);
        var at = late
            ? steps.Earliest(now.UtcTicks)
            : Math.Max(e.OccurredAt, terms.Publication.At.UtcTicks);
        steps.AdvanceTo(at);
        _seen.Add(e.EventKey, e.ContentCheck);
        _orders.Fold(e);
        steps.Take(at, late ? MigrationCause.Correction : CauseOf(e.Type), e.EventId);
        return new(RecordStatus.Recorded, at, steps.Migrations);
    }

    /// <summary>Lets time pass until now, and adopts the model in force. The migrations that came of it.</summary>
    public IReadOnlyList<Migration> Advance(AssignmentTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var steps = new Steps(this, terms, now);
        steps.Adopt();
        steps.AdvanceTo(now.UtcTicks);
        return steps.Migrations;
    }

    /// <summary>The customer as of now; changes nothing.</summary>
    public CustomerView View(AssignmentTerms terms, DateTimeOffset now, Func<string, string> nameOf) =>
        CustomerReading.Of(this, terms, now, nameOf);

    /// <summary>Where the customer stands now, recorded or not; changes nothing.</summary>
    public Standing StandingAt(AssignmentTerms terms, DateTimeOffset now)
    {
        var walk = new Walk(_orders, _standing, terms);
        walk.GoTo(walk.Earliest(now.UtcTicks));
        return walk.Standing;
    }

    /// <summary>Folds an event that was recorded before and was lost from memory, without assessing anything.</summary>
    public void Replay(in AdmittedEvent e)
    {
        if (_seen.Find(e.EventKey, e.ContentCheck) == RecordStatus.Recorded)
        {
            _seen.Add(e.EventKey, e.ContentCheck);
            _orders.Fold(e);
        }
    }

    /// <summary>Takes over a migration from the record, after a restart.</summary>
    public void Replay(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        if (migration.Sequence > _standing.Sequence)
        {
            _standing = _standing with
            {
                Segment = migration.To,
                Since = migration.EffectiveAt.UtcTicks,
                Cause = migration.Cause,
                Sequence = migration.Sequence,
            };
        }
    }

    /// <summary>
    /// Ends a replay: works out what the standing rests on.
    /// </summary>
    /// <param name="terms">The model in force and the window.</param>
    /// <param name="assessedAt">
    /// When the last replayed event was assessed (UTC ticks); <see cref="long.MinValue"/> if none was replayed.
    /// </param>
    public void Resume(AssignmentTerms terms, long assessedAt)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var walk = new Walk(_orders, _standing, terms);
        var at = walk.Earliest(assessedAt);
        if (at == long.MinValue)
        {
            return;
        }

        // Where the record disagrees with the arithmetic the record stays, and the customer is looked at again at once.
        _standing = walk.Take(at, MigrationCause.Decay)
            ? walk.Standing with
            {
                Segment = _standing.Segment,
                Since = _standing.Since,
                Cause = _standing.Cause,
                Sequence = _standing.Sequence,
                Due = at,
            }
            : walk.Standing;
    }

    private static MigrationCause CauseOf(PurchaseEventType type) =>
        type == PurchaseEventType.Purchase ? MigrationCause.Purchase : MigrationCause.Refund;

    /// <summary>The figures before a migration, if the orders as they are now do not tell them.</summary>
    private Rfm? Untold(Rfm? before, long moment, MigrationCause cause, AssignmentTerms terms) => cause switch
    {
        MigrationCause.Refund or MigrationCause.Correction => before,

        // More of an order there is, or two orders at the same instant.
        MigrationCause.Purchase when before != this.RfmAsOf(moment, moment - 1, terms) => before,
        _ => null,
    };

    /// <summary>The steps of one call, each recorded; the migrations that come of them.</summary>
    private ref struct Steps(Customer customer, AssignmentTerms terms, DateTimeOffset now)
    {
        private List<Migration>? _migrations;

        public readonly IReadOnlyList<Migration> Migrations => _migrations ?? (IReadOnlyList<Migration>)[];

        public readonly long Earliest(long moment) => Walk.Earliest(moment);

        private readonly Walk Walk => new(customer._orders, customer._standing, terms);

        public void Adopt()
        {
            if (customer.Events == 0)
            {
                customer._standing = customer._standing with { Publication = terms.Publication.Ordinal };
            }
            else if (Walk is { IsUnderEarlierPublication: true } walk)
            {
                Take(walk.Adoption, MigrationCause.Refit, eventId: null);
            }
        }

        public void AdvanceTo(long moment)
        {
            while (customer._standing.Due <= moment)
            {
                Take(customer._standing.Due, MigrationCause.Decay, eventId: null);
            }
        }

        public void Take(long moment, MigrationCause cause, string? eventId)
        {
            var before = customer._standing;
            var walk = Walk;
            var moved = walk.Take(moment, cause);
            customer._standing = walk.Standing;
            if (moved)
            {
                (_migrations ??= []).Add(new(
                    customer.Id,
                    customer._standing.Sequence,
                    before.Segment,
                    customer._standing.Segment,
                    cause,
                    terms.Model.Version,
                    new(moment, TimeSpan.Zero),
                    now.ToUniversalTime(),
                    eventId,
                    (customer._standing.Frequency > 0 ? customer._standing : before).Monetary)
                {
                    Before = customer.Untold(before.RfmAt(moment), moment, cause, terms),
                });
            }
        }
    }
}
