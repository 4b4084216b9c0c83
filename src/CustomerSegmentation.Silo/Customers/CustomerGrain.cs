using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// A <see cref="Customer"/> with storage of their own. Calls interleave while a write is under way: what they fold is in memory at
/// once, and one write takes all that has gathered. A call is answered when a write that has its events is in storage, what came of
/// it is on record, and the shard knows; a caller of the same silo waits for that outside.
/// </summary>
// There are many, each small: they are placed on the silo with free resources, so a silo that joins fills up by itself. They have
// state on the way to storage, so an active one is never moved.
[Reentrant, ResourceOptimizedPlacement, Immovable]
internal sealed partial class CustomerGrain(CustomerSurroundings silo) : Grain, ICustomerGrain
{
    private CustomerStore _store = null!;
    private Customer _customer = null!;

    private bool IsKnown => _customer.Events > 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        _store = silo.StoreOf(id, GrainContext);
        try
        {
            _customer = await _store.OpenAsync(cancellationToken) ?? new(id);
            silo.Unreadable.Remove(id);
        }
        catch (InvalidDataException damage)
        {
            // An activation that fails is tried again at every call. This one says what is wrong, and can be erased.
            silo.Unreadable.Add(id, damage);
            _customer = new(id);
            TakeNothingMore(new UnreadableCustomerException(id, damage.Message));
        }

        if (_store.IsErasing)
        {
            _erasing = EraseStoredAsync();
            _erasing.Ignore();
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_customer is not null)
        {
            silo.Unreadable.Remove(_customer.Id);
        }

        return _store is null ? Task.CompletedTask : _store.CloseAsync();
    }

    public async Task<EventBatchReceipt> RecordAsync(CustomerEventBatch batch)
    {
        if (IsUnreadable)
        {
            ReadAgainSoon();
            var refused = new RecordStatus[batch.Events.Length];
            Array.Fill(refused, RecordStatus.Unreadable);
            return new(refused, silo.End.Position);
        }

        var terms = await TermsAsync(batch.Publication);
        var statuses = Fold(batch.Events, terms);

        // A duplicate waits too: the event it repeats may itself not be durable yet.
        if (batch.Sender == silo.Id && _store.Ticket is { } ticket)
        {
            return new(statuses, silo.End.Position, ticket);
        }

        await DurableAsync();
        return new(statuses, silo.End.Position);
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
        var clock = silo.Clock;
        var moment = clock.IsEvent ? until : Math.Min(until, clock.Now.UtcTicks);
        var migrations = _customer.Advance(terms, new(moment, TimeSpan.Zero), clock.Kind);
        if (_customer.SegmentState != before)
        {
            Put(new(migrations, FirstContact: null, Events: null));
        }

        await DurableAsync();
        return silo.End.Position;
    }

    public async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await ReadyAsync();
        if (IsKnown)
        {
            DurableAsync().Ignore(); // who only reads need not wait
            return CustomerCodec.Pack(_customer);
        }

        DeactivateOnIdle();
        return null;
    }

    public async Task<bool> RestoreAsync(byte[] packed, long now)
    {
        await ReadyAsync();
        silo.Clock.Raise(now);
        var restored = CustomerCodec.Read(packed);
        if (!IsKnown)
        {
            _customer = restored;
            Put(new([], FirstContact: null, Events: null));
        }
        else if (!CustomerCodec.Canonical(_customer).AsSpan().SequenceEqual(CustomerCodec.Canonical(restored)))
        {
            return false;
        }

        // Here already: from an import that was interrupted. Time may have passed for them since; that stays.
        await DurableAsync();
        DeactivateOnIdle();
        return true;
    }

    /// <summary>The terms to go by: never older than those of the caller, or than those that the customer has adopted.</summary>
    private async ValueTask<AssignmentTerms> TermsAsync(int publication)
    {
        var terms = await silo.Models.TermsAsync(Math.Max(publication, _customer.SegmentState.Publication));
        await ReadyAsync();
        return terms;
    }

    private RecordStatus[] Fold(AdmittedEvent[] events, AssignmentTerms terms)
    {
        var fold = new CustomerFold(_customer, terms, silo.Clock);
        try
        {
            var statuses = fold.Record(events);
            if (fold.HasRecorded)
            {
                Put(fold.Step);
            }

            return statuses;
        }
        catch
        {
            // It should not happen. What may be half folded in memory must not be taken for what is in storage.
            Break();
            throw;
        }
    }

    private void Put(in CustomerStep step)
    {
        try
        {
            _store.Put(_customer, step);
        }
        catch
        {
            Break();
            throw;
        }
    }

    private async Task DurableAsync()
    {
        try
        {
            await _store.DurableAsync();
        }
        catch
        {
            // Another activation wrote, or the silo stops. Storage has the truth: whoever is called next reads it.
            Break();
            throw;
        }
    }
}
