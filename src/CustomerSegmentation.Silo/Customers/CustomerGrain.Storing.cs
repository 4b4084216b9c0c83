using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>How what was folded becomes durable: into storage first, then on record, one step after the other.</summary>
internal sealed partial class CustomerGrain
{
    // Packing is one step that nothing interleaves with.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _packingRoom;

    // Changes are counted: how many there are, how many are in storage, and how many are on record.
    private long _changes;
    private long _stored;
    private long _confirmed;
    private long _version;
    private long _recordEnd;
    private Task _flushing = Task.CompletedTask;

    /// <summary>Complete once a number of changes is in storage and on record.</summary>
    private Task DurableAsync(long changes) =>
        _confirmed >= changes ? Task.CompletedTask
        : _flushing.IsCompleted ? _flushing = FlushAsync() // takes all there is
        : NextAsync(changes);

    private async Task NextAsync(long changes)
    {
        await _flushing;
        await DurableAsync(changes);
    }

    private async Task FlushAsync()
    {
        var through = _changes;
        var migrations = _unconfirmed.ToArray();
        var (events, firstContact) = (_events, _firstContact);
        try
        {
            // Of what is in storage, or will be: more may be folded while this waits.
            var stored = _stored >= through;
            _version = stored ? _version : Math.Max(_version + 1, clock.WallNow.UtcTicks); // grows beyond an erasure too
            var update = Note(events);
            if (!stored)
            {
                storage.State = new()
                {
                    Customer = Packed(),
                    Version = _version,
                    Unconfirmed = migrations,
                    FirstContactAt = firstContact?.At,
                    FirstContactRecordedAt = firstContact?.RecordedAt ?? 0,
                };
                await watch.RepeatAsync(StorageKind.State, storage.WriteStateAsync);
                _stored = through;
                _recordEnd = await queue.PutAsync(update, migrations, firstContact);
            }
            else if (!await watch.RepeatAsync(StorageKind.Shard, () => shards.Of(_customer.Id).KnowsAsync(_customer.Id, _version)))
            {
                _recordEnd = await queue.PutAsync(update, migrations, firstContact);
            }
        }
        catch
        {
            // Another activation wrote, or the silo stops. Storage has the truth: whoever is called next reads it.
            DeactivateOnIdle();
            throw;
        }

        _unconfirmed.RemoveRange(0, migrations.Length);
        _events = _events == events ? null : _events;
        _firstContact = _firstContact == firstContact ? null : _firstContact;
        _confirmed = through;
    }

    /// <summary>
    /// Marks the state, so that whatever comes in between the rest is done; then the record forgets, then storage.
    /// </summary>
    private async Task EraseAsync(bool begun)
    {
        await Task.Yield(); // so that whoever comes meanwhile sees that it is under way
        try
        {
            if (!begun)
            {
                // What was folded before becomes durable first, so that nothing of it comes after.
                await DurableAsync(_changes);
                storage.State.Erasing = true;
                await watch.RepeatAsync(StorageKind.State, storage.WriteStateAsync);
            }

            await queue.WriteAsync(writer => writer.Forget(_customer.Id));
            await watch.RepeatAsync(StorageKind.Shard, () => shards.Of(_customer.Id).ForgetAsync(_customer.Id));
            await watch.RepeatAsync(StorageKind.State, () => projection.ForgetAsync(_customer.Id));
            await watch.RepeatAsync(StorageKind.State, storage.ClearStateAsync);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        (_customer, _firstContact, _events, _version) = (new(_customer.Id), null, null, 0);
        (_changes, _stored, _confirmed) = (0, 0, 0);
        _unconfirmed.Clear();
        _erasing = null;
    }

    private byte[] Packed()
    {
        var output = _packingRoom ??= new(4_096);
        output.ResetWrittenCount();
        CustomerCodec.Write(_customer, output);
        return output.WrittenSpan.ToArray();
    }

    private SegmentStateUpdate Note((long Oldest, long Newest)? events)
    {
        var (segmentState, oldest) = CustomerSummary.Of(_customer);
        return new()
        {
            Version = _version,
            Segment = segmentState.Segment,
            Since = segmentState.Since,
            Cause = segmentState.Cause,
            Sequence = segmentState.Sequence,
            Publication = segmentState.Publication,
            Due = segmentState.Due,
            Frequency = segmentState.Frequency,
            Monetary = segmentState.Monetary,
            Newest = segmentState.Newest,
            Oldest = oldest,
            FirstPurchase = _customer.FirstPurchaseAt?.UtcTicks ?? long.MaxValue,
            Events = _customer.Events,
            CustomerId = _customer.Id,
            OldestEvent = events?.Oldest,
            NewestEvent = events?.Newest,
        };
    }
}
