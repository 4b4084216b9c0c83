using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>Folds events into a customer, and gathers what came of it for storage.</summary>
/// <param name="customer">Who.</param>
/// <param name="terms">The model in force and the window.</param>
/// <param name="clock">The silo's.</param>
internal struct CustomerFold(Customer customer, AssignmentTerms terms, SiloClock clock)
{
    private IReadOnlyList<Migration> _migrations = [];
    private (long At, long RecordedAt)? _firstContact;
    private (long Oldest, long Newest)? _events;

    /// <summary>Whether there was any new event.</summary>
    public readonly bool HasRecorded => _events is not null;

    /// <summary>What came of it.</summary>
    public readonly CustomerStep Step => new(_migrations, _firstContact, _events);

    /// <summary>Folds events, in their order. The status of each.</summary>
    public RecordStatus[] Record(AdmittedEvent[] events)
    {
        var statuses = new RecordStatus[events.Length];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = Record(events[i]);
        }

        return statuses;
    }

    private RecordStatus Record(in AdmittedEvent admitted)
    {
        var now = clock.IsEvent ? new(Math.Max(admitted.LetInAt, admitted.OccurredAt), TimeSpan.Zero) : clock.Now;

        // Where the event was let in, the clock may be believed already that is in doubt here.
        var stays = clock.IsEvent || (admitted.OccurredAt > now.UtcTicks && clock.Wall.Problem is not null);
        var e = stays ? admitted : admitted.NotAfter(now.UtcTicks);
        var outcome = customer.Record(e, terms, now, clock.Kind);
        if (outcome.Status != RecordStatus.Recorded)
        {
            return outcome.Status;
        }

        clock.Raise(e.OccurredAt);
        _migrations = _migrations.Count == 0 ? outcome.Migrations : [.. _migrations, .. outcome.Migrations];
        _events = _events is var (oldest, newest)
            ? (Math.Min(oldest, e.OccurredAt), Math.Max(newest, e.OccurredAt))
            : (e.OccurredAt, e.OccurredAt);
        if (customer is { Events: 1, SegmentState.Sequence: 0 })
        {
            _firstContact = (e.OccurredAt, now.UtcTicks);
        }

        return outcome.Status;
    }
}
