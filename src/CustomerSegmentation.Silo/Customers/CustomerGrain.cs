using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Projection;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// A <see cref="Customer"/> with storage of their own. Calls interleave while a write is under way: what they fold is in
/// memory at once, and one write takes all that has gathered. A call is answered when a write that has its events is in
/// storage, what came of it is on record, and the shard knows.
/// </summary>
// There are many, each small: they go where there is room, so a silo that joins fills up by itself. They have state on the way to
// storage, so nobody moves one who is awake.
[Reentrant, ResourceOptimizedPlacement, Immovable]
internal sealed partial class CustomerGrain(
    [PersistentState("customer", CustomerStorage.Name)] IPersistentState<CustomerState> storage,
    SiloModels models,
    SiloClock clock,
    ShardMap shards,
    LedgerQueue queue,
    SegmentProjection projection,
    StorageHealth watch) : Grain, ICustomerGrain
{
    private readonly List<Migration> _unconfirmed = [];
    private Customer _customer = null!;
    private DateTimeOffset _now;
    private (long At, long RecordedAt)? _firstContact;
    private (long Oldest, long Newest)? _events;

    private Task? _erasing;

    private bool IsKnown => _customer.Events > 0;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        var state = storage.State;
        if (state.Customer is not { } bytes)
        {
            _customer = new(id);
            return Task.CompletedTask;
        }

        _customer = Unpacked(bytes);
        _unconfirmed.AddRange(state.Unconfirmed);
        _firstContact = state.FirstContactAt is { } at ? (at, state.FirstContactRecordedAt) : null;
        _version = state.Version;
        _now = new(Math.Max(_customer.SegmentState.Since, _customer.NewestOrder ?? 0), TimeSpan.Zero);
        if (state.Erasing)
        {
            _erasing = EraseAsync(begun: true);
            _erasing.Ignore();
            return Task.CompletedTask;
        }

        // In storage, but whether the shard knows is open: a crash may have come in between. Whoever calls sees to it.
        _changes = _stored = 1;
        return Task.CompletedTask;
    }

    public async Task<EventBatchReceipt> RecordAsync(CustomerEventBatch batch)
    {
        var terms = await TermsAsync(batch.Publication);
        var statuses = new RecordStatus[batch.Events.Length];
        try
        {
            for (var i = 0; i < statuses.Length; i++)
            {
                statuses[i] = Record(batch.Events[i], terms);
            }
        }
        catch
        {
            // It should not happen. What may be half folded in memory must not be taken for what is in storage.
            DeactivateOnIdle();
            throw;
        }

        // A duplicate waits too: the event it repeats may itself not be durable yet.
        await DurableAsync(_changes);
        return new(statuses, _recordEnd);
    }

    public async Task<long?> AdvanceAsync(long until, int publication)
    {
        var terms = await TermsAsync(publication);
        if (!IsKnown)
        {
            DeactivateOnIdle();
            return null;
        }

        var before = _customer.SegmentState;
        _now = clock.IsEvent ? new(Math.Max(until, _now.UtcTicks), TimeSpan.Zero) : clock.Now;
        _unconfirmed.AddRange(_customer.Advance(terms, clock.IsEvent ? new(until, TimeSpan.Zero) : Until(until)));
        if (_customer.SegmentState != before)
        {
            _changes++;
        }

        await DurableAsync(_changes);
        return _recordEnd;
    }

    public async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await ErasedAsync();
        if (IsKnown)
        {
            DurableAsync(_changes).Ignore(); // who only reads need not wait
            return Packed();
        }

        DeactivateOnIdle();
        return null;
    }

    public async Task<bool> EraseAsync()
    {
        if (_erasing is { } already)
        {
            await already;
            return true;
        }

        if (!IsKnown)
        {
            DeactivateOnIdle();
            return false;
        }

        await (_erasing = EraseAsync(begun: false));
        return true;
    }

    /// <summary>The terms to go by: never older than those of the caller, or than those that the customer has adopted.</summary>
    private async ValueTask<AssignmentTerms> TermsAsync(int publication)
    {
        var terms = await models.TermsAsync(Math.Max(publication, _customer.SegmentState.Publication));
        await ErasedAsync();
        return terms;
    }

    /// <summary>Complete when no erasure is under way; fails with it, as nothing may be folded onto half of one.</summary>
    private async ValueTask ErasedAsync()
    {
        while (_erasing is { } erasing)
        {
            await erasing;
        }
    }

    private DateTimeOffset Until(long moment) => new(Math.Min(moment, clock.Now.UtcTicks), TimeSpan.Zero);

    private RecordStatus Record(in AdmittedEvent e, AssignmentTerms terms)
    {
        // Under the event clock time passes for a customer with their own events: others may be ahead in the same stream.
        var now = !clock.IsEvent ? clock.Now : e.OccurredAt > _now.UtcTicks ? new(e.OccurredAt, TimeSpan.Zero) : _now;
        var outcome = _customer.Record(e, terms, now);
        if (outcome.Status != RecordStatus.Recorded)
        {
            return outcome.Status;
        }

        _now = now;
        clock.Raise(e.OccurredAt);
        _changes++;
        _unconfirmed.AddRange(outcome.Migrations);
        _events = _events is var (oldest, newest)
            ? (Math.Min(oldest, e.OccurredAt), Math.Max(newest, e.OccurredAt))
            : (e.OccurredAt, e.OccurredAt);
        if (_customer is { Events: 1, SegmentState.Sequence: 0 })
        {
            _firstContact = (e.OccurredAt, now.UtcTicks);
        }

        return outcome.Status;
    }
}
