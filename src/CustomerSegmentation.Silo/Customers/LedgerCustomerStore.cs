using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Projection;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;
using Orleans.Storage;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// Keeps a customer in the ledger's database: full state, segment state and migrations go into one transaction, so there is never one
/// without the others. Nobody of the same silo waits inside the grain: whoever called
/// waits for the batch.
/// </summary>
internal sealed class LedgerCustomerStore(string customerId, LedgerCustomers silo) : CustomerStore
{
    private CustomerSession _session = null!;
    private SegmentStateUpdate? _untold; // what the shard may not know of what is on record
    private Task? _telling;
    private long _version;

    /// <summary>Where something was refused, a ticket would be waited for in vain; and that the shard is told first no ticket says.</summary>
    public override long? Ticket => _session.Refusal is null && _untold is null ? _session.Ticket : null;

    public override async Task<Customer?> OpenAsync(CancellationToken cancellation)
    {
        await silo.Closing.ClosedAsync(customerId);
        var stored = await silo.States.ReadAsync(customerId, cancellation);
        _session = new(customerId, silo.Shards.NumberOf(customerId), stored.Location);
        _version = stored.Location.Version;
        if (stored.State is not { } bytes)
        {
            return null;
        }

        // Between silos the last one that wrote may have died before it told the shard, which lives on elsewhere.
        var customer = CustomerCodec.Read(bytes.Span);
        _untold = silo.Options.IsAlone ? null : SegmentStateUpdate.Of(customer, _version, events: null);
        return customer;
    }

    public override void Put(Customer customer, in CustomerStep change)
    {
        _version = silo.Clock.VersionAfter(_version);
        var update = SegmentStateUpdate.Of(customer, _version, change.Events);
        silo.Queue.Put(
            _session,
            new(update.ToLedger(_session.Shard), CustomerCodec.Pack(customer), change.Migrations, change.FirstContact, _session.Location),
            update);
    }

    public override Task DurableAsync() => _session.Refusal switch
    {
        null when _untold is not null => ToldAsync(),
        null => silo.Queue.DurableAsync(_session.Ticket, _session.Shard),
        StaleCustomerException stale => Task.FromException(new InconsistentStateException("Another activation has written the customer.", stale)),
        var reason => Task.FromException(new InvalidOperationException("What came before it was refused.", reason)),
    };

    public override async Task EraseAsync()
    {
        // The shard first: if this silo dies in between, whoever asks again still finds a customer to erase. And once more, as a
        // shard that started meanwhile has read them.
        await ForgetAsync();
        await silo.Queue.WriteAsync(writer => writer.Erase(customerId, silo.Clock.NewMark()));
        await ForgetAsync();
        await silo.Watch.RepeatAsync(StorageKind.State, () => silo.Projection.ForgetAsync(customerId));
        _session = new(customerId, _session.Shard, new());
    }

    /// <summary>Storage may be away for longer than an activation is given to end; then the next one waits for this.</summary>
    public override async Task CloseAsync()
    {
        if (_session is not { Ticket: not 0 })
        {
            return;
        }

        var durable = DurableAsync();
        silo.Closing.Add(customerId, durable);
        await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ToldAsync()
    {
        await (_telling ??= TellAsync(_untold!));
        await silo.Queue.DurableAsync(_session.Ticket, _session.Shard);
    }

    private async Task TellAsync(SegmentStateUpdate update)
    {
        var shard = silo.Shards.Of(customerId);
        if (!await silo.Watch.RepeatAsync(StorageKind.Shard, () => shard.KnowsAsync(customerId, update.Version)))
        {
            await silo.Watch.RepeatAsync(StorageKind.Shard, () => shard.NoteAsync([update]));
        }

        _untold = null;
    }

    private Task ForgetAsync() =>
        silo.Watch.RepeatAsync(StorageKind.Shard, () => silo.Shards.Of(customerId).ForgetAsync(customerId));
}

/// <summary>What every customer of a silo needs who is kept in the ledger's database.</summary>
internal sealed record LedgerCustomers(
    CustomerStates States,
    ClosingCustomers Closing,
    LedgerQueue Queue,
    ShardMap Shards,
    SiloClock Clock,
    SegmentProjection Projection,
    StorageHealth Watch,
    SiloOptions Options);
