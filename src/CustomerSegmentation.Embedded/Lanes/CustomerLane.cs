using System.Threading.Channels;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>
/// Owns its share of the customers outright: one loop, no locks. Everything that touches them comes through
/// <see cref="Post"/> and runs in order. The lane never waits for the disk: what it did goes to the committer, and
/// the engine lets no more events in than may be on the way.
/// </summary>
internal sealed class CustomerLane
{
    private const int MaxEventsInUnit = 4096;

    private readonly Channel<LaneWork> _inbox =
        Channel.CreateUnbounded<LaneWork>(new() { SingleReader = true });

    private readonly LaneCustomers _customers;
    private readonly LaneClock _clock;
    private readonly Committer _committer;
    private readonly ILogger _log;
    private Task _running = Task.CompletedTask;

    public CustomerLane(int number, LaneCustomers customers, LaneClock clock, AssignmentTerms terms, Committer committer, ILogger log)
    {
        (Number, Terms) = (number, terms);
        (_customers, _clock, _committer, _log) = (customers, clock, committer, log);
    }

    /// <summary>Which lane this is.</summary>
    public int Number { get; }

    /// <summary>Its customers; only work that runs in the lane touches them.</summary>
    public LaneCustomers Customers => _customers;

    /// <summary>The model in force in this lane, and the window.</summary>
    public AssignmentTerms Terms { get; private set; }

    /// <summary>What this lane is doing until the next hand-over.</summary>
    public CommitUnit Unit { get; private set; } = new();

    /// <summary>
    /// How far time has passed in the lane. Under the wall clock it is the time when a unit began, or a little later. Under the event
    /// clock it is how far the stream was when the lane's last event was let in, or how far the lane was swept.
    /// </summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Begins to work.</summary>
    public void Start()
    {
        Now = _clock.Now;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Work for the lane, done in the order of posting.</summary>
    public void Post(LaneWork work)
    {
        if (!_inbox.Writer.TryWrite(work))
        {
            work.Fail(new ObjectDisposedException(nameof(CustomerLane), "The engine has stopped."));
        }
    }

    /// <summary>Runs a question in the lane and answers it.</summary>
    public Task<T> AskAsync<T>(Func<CustomerLane, T> question)
    {
        var work = new LaneQuery<T>(question);
        Post(work);
        return work.Answer;
    }

    /// <summary>Finishes what was posted, hands it over, and ends.</summary>
    public Task StopAsync()
    {
        _inbox.Writer.TryComplete();
        return _running;
    }

    /// <summary>Hands over what was done so far: what follows happens under other circumstances.</summary>
    public void HandOver()
    {
        if (!Unit.IsEmpty)
        {
            _committer.Post(Unit);
            Unit = new();
        }

        KeepTime();
    }

    /// <summary>Puts other terms in force; customers adopt them when next assessed.</summary>
    public void Adopt(AssignmentTerms terms)
    {
        HandOver();
        Terms = terms;
        _customers.Columns.MarkAllDue();
    }

    /// <summary>Before the start: whoever was last assessed under an earlier publication must be looked at.</summary>
    public void MarkStale()
    {
        for (var slot = 0; slot < _customers.Columns.Count; slot++)
        {
            if (_customers[slot] is { } customer && customer.SegmentState.Publication != Terms.Publication.Ordinal)
            {
                _customers.Columns.MarkDue(slot);
            }
        }
    }

    /// <summary>Folds one event into its customer.</summary>
    /// <param name="admitted">The event.</param>
    /// <param name="letInAt">Under the event clock, the engine's now when its call was let in (UTC ticks).</param>
    public RecordStatus Record(in AdmittedEvent admitted, long letInAt)
    {
        var e = _clock.IsEvent ? admitted : NotAfterNow(admitted);
        var slot = _customers.SlotOf(e.CustomerId);
        var now = _clock.IsEvent ? new(Math.Max(e.LetInAt, letInAt), TimeSpan.Zero) : Now;
        RecordOutcome outcome;
        try
        {
            outcome = _customers[slot]!.Record(e, Terms, now, _clock.Kind);
        }
        catch
        {
            // It should not happen; but what may have been folded must be on record before its repetition is
            // answered as a duplicate.
            Unit.Append(e, now.UtcTicks, Terms.Publication.Ordinal);
            throw;
        }

        if (outcome.Status == RecordStatus.Recorded)
        {
            Now = now > Now ? now : Now;
            _clock.Raise(e.OccurredAt);
            Unit.Append(e, outcome.AssessedAt, Terms.Publication.Ordinal);
            Unit.Append(_customers[slot]!, outcome.Migrations);
            _customers.Changed(slot);
            if (_customers[slot]! is { Events: 1, SegmentState.Sequence: 0 })
            {
                Unit.AppendFirstContact(e.CustomerId, new(e.OccurredAt, TimeSpan.Zero), now);
            }
        }

        return outcome.Status;
    }

    /// <summary>Forgets a customer, and their history. False for an unknown one.</summary>
    public bool Erase(string customerId)
    {
        // Everything of theirs so far becomes durable first: they may come back right behind this.
        HandOver();
        if (_customers.Find(customerId) is not { } customer)
        {
            return false;
        }

        _customers.Remove(customerId);
        Unit.AppendErasure(customer, Terms.Publication.Ordinal, $"{Number} {Now.UtcTicks} {_customers.Count}");
        return true;
    }

    /// <summary>Lets time pass until <paramref name="now"/> for so many of those who are due, from a slot on.</summary>
    public SweptSlots Sweep(DateTimeOffset now, int from, int most)
    {
        Now = _clock.IsEvent && now > Now ? now : Now; // what comes later is known later
        var moved = 0;
        var slot = from - 1;
        for (var looked = 0; looked < most; looked++)
        {
            if ((slot = _customers.Columns.NextDue(slot + 1, now.UtcTicks)) < 0)
            {
                return new(moved, Next: null);
            }

            var customer = _customers[slot]!;
            var migrations = customer.Advance(Terms, now, _clock.Kind);
            _customers.Changed(slot);
            Unit.Append(customer, migrations);
            moved += migrations.Count > 0 ? 1 : 0;
        }

        return new(moved, slot + 1);
    }

    private async Task RunAsync()
    {
        var reader = _inbox.Reader;
        while (await reader.WaitToReadAsync())
        {
            KeepTime();
            while (Unit.Events < MaxEventsInUnit && reader.TryRead(out var work))
            {
                try
                {
                    work.Run(this);
                }
                catch (Exception e)
                {
                    // A lane that ends would take its customers with it: the asker gets the error, the lane goes on.
                    _log.LaneFailed(e);
                    work.Fail(e);
                }
            }

            HandOver();
        }
    }

    /// <summary>The lane's now may be a moment old: an event is from the future only if it is so now.</summary>
    private AdmittedEvent NotAfterNow(in AdmittedEvent e)
    {
        if (e.OccurredAt > Now.UtcTicks)
        {
            KeepTime();
        }

        return e.NotAfter(Now.UtcTicks);
    }

    private void KeepTime()
    {
        if (!_clock.IsEvent)
        {
            Now = _clock.Now;
        }
    }
}

/// <summary>How far a sweep came: whose segment changed, and where to go on; null at the end.</summary>
internal readonly record struct SweptSlots(int Moved, int? Next);
