using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Projection;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;
using Orleans.Storage;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// Keeps a customer in Redis and on record in the ledger, one step after the other. Calls interleave while a write is under way:
/// what they fold is in memory at once, and one write takes all that has gathered.
/// </summary>
internal sealed class RedisCustomerStore(string customerId, IGrainContext activation, RedisCustomers silo) : CustomerStore
{
    private const string StateName = "customer";

    private readonly GrainState<CustomerState> _state = new(new CustomerState());
    private readonly List<Migration> _unconfirmed = [];
    private readonly CustomerSession _session = new(customerId, silo.Shards.NumberOf(customerId), location: null);
    private Customer _customer = null!;
    private (long At, long RecordedAt)? _firstContact;
    private (long Oldest, long Newest)? _events;

    // Changes are counted: how many there are, how many are in storage, and how many are on record.
    private long _changes;
    private long _stored;
    private long _confirmed;
    private long _version;
    private Task _flushing = Task.CompletedTask;

    private CustomerState Stored => _state.State ??= new();

    public override async Task<Customer?> OpenAsync(CancellationToken cancellation)
    {
        await silo.Storage.ReadStateAsync(StateName, activation.GrainId, _state);
        var stored = Stored;
        if (stored.Damage is { } damage)
        {
            throw new InvalidDataException(damage);
        }

        if (stored.Customer is not { } bytes)
        {
            return null;
        }

        _customer = CustomerCodec.Read(bytes);
        _unconfirmed.AddRange(stored.Unconfirmed);
        _firstContact = stored.FirstContactAt is { } at ? (at, stored.FirstContactRecordedAt) : null;
        _version = stored.Version;

        // In storage, but whether the shard knows is open: a crash may have come in between. Whoever calls sees to it.
        _changes = _stored = 1;
        return _customer;
    }

    public override bool IsErasing => Stored.Erasing;

    public override void Put(Customer customer, in CustomerStep change)
    {
        _customer = customer;
        _unconfirmed.AddRange(change.Migrations);
        _firstContact ??= change.FirstContact;
        _events = (_events, change.Events) switch
        {
            (var (a, b), var (c, d)) => (Math.Min(a, c), Math.Max(b, d)),
            var (before, now) => now ?? before,
        };
        _changes++;
    }

    public override Task DurableAsync() => DurableAsync(_changes);

    public override async Task EraseAsync()
    {
        if (!Stored.Erasing)
        {
            // Marks the state, so that the other steps are done even after a crash in between.
            Stored.Erasing = true;
            await silo.Watch.RepeatAsync(StorageKind.State, () => silo.Storage.WriteStateAsync(StateName, activation.GrainId, _state));
        }

        await silo.Queue.WriteAsync(writer => writer.Forget(customerId));
        await silo.Watch.RepeatAsync(StorageKind.Shard, () => silo.Shards.Of(customerId).ForgetAsync(customerId));
        await silo.Watch.RepeatAsync(StorageKind.State, () => silo.Projection.ForgetAsync(customerId));
        await silo.Watch.RepeatAsync(StorageKind.State, () => silo.Storage.ClearStateAsync(StateName, activation.GrainId, _state));
        _state.State = new();
        (_firstContact, _events, _version) = (null, null, 0);
        (_changes, _stored, _confirmed) = (0, 0, 0);
        _unconfirmed.Clear();
    }

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

        // Of what is in storage, or will be: more may be folded while this waits.
        var stored = _stored >= through;
        _version = stored ? _version : silo.Clock.VersionAfter(_version);
        var update = SegmentStateUpdate.Of(_customer, _version, events);
        if (!stored)
        {
            _state.State = new()
            {
                Customer = CustomerCodec.Pack(_customer),
                Version = _version,
                Unconfirmed = migrations,
                FirstContactAt = firstContact?.At,
                FirstContactRecordedAt = firstContact?.RecordedAt ?? 0,
            };
            await silo.Watch.RepeatAsync(StorageKind.State, () => silo.Storage.WriteStateAsync(StateName, activation.GrainId, _state));
            _stored = through;
            await OnRecordAsync(update, migrations, firstContact);
        }
        else if (!await silo.Watch.RepeatAsync(StorageKind.Shard, () => silo.Shards.Of(customerId).KnowsAsync(customerId, _version)))
        {
            await OnRecordAsync(update, migrations, firstContact);
        }

        _unconfirmed.RemoveRange(0, migrations.Length);
        _events = _events == events ? null : _events;
        _firstContact = _firstContact == firstContact ? null : _firstContact;
        _confirmed = through;
    }

    private Task OnRecordAsync(SegmentStateUpdate update, Migration[] migrations, (long At, long RecordedAt)? firstContact)
    {
        silo.Queue.Put(_session, new(update.ToLedger(_session.Shard), default, migrations, firstContact, Location: null), update);
        return silo.Queue.DurableAsync(_session.Ticket, _session.Shard);
    }
}

/// <summary>What every customer of a silo needs who is kept in Redis.</summary>
internal sealed record RedisCustomers(
    IGrainStorage Storage, LedgerQueue Queue, ShardMap Shards, SiloClock Clock, SegmentProjection Projection, StorageHealth Watch);
