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
internal sealed class LedgerCustomerStore : CustomerStore
{
    // There is one of these in every customer that is active: no field more than needed.
    private readonly LedgerCustomers _silo;
    private CustomerSession _session;
    private Untold? _untold;
    private long _version;

    public LedgerCustomerStore(string customerId, LedgerCustomers silo)
    {
        _silo = silo;
        _session = new(customerId, silo.Shards.NumberOf(customerId), new());
    }

    private string CustomerId => _session.CustomerId;

    /// <summary>Where something was refused, a ticket would be waited for in vain; and that the shard is told first no ticket says.</summary>
    public override long? Ticket => _session.Refusal is null && _untold is null ? _session.Ticket : null;

    public override async Task<Customer?> OpenAsync(CancellationToken cancellation)
    {
        await _silo.Closing.ClosedAsync(CustomerId);
        var stored = await _silo.States.ReadAsync(CustomerId, cancellation);
        _session = new(CustomerId, _session.Shard, stored.Location);
        _version = stored.Location.Version;
        if (stored.State is not { } bytes)
        {
            return null;
        }

        // Between silos the last one that wrote may have died before it told the shard, which lives on elsewhere.
        var customer = CustomerCodec.Read(bytes.Span);
        _untold = _silo.Options.IsAlone ? null : new() { Update = SegmentStateUpdate.Of(customer, _version, events: null) };
        return customer;
    }

    public override void Put(Customer customer, in CustomerStep change)
    {
        _version = _silo.Clock.VersionAfter(_version);
        var update = SegmentStateUpdate.Of(customer, _version, change.Events);
        _silo.Queue.Put(
            _session,
            new(update.ToLedger(_session.Shard), CustomerCodec.Pack(customer), change.Migrations, change.FirstContact, _session.Location),
            update);
    }

    public override Task DurableAsync() => _session.Refusal switch
    {
        null when _untold is not null => ToldAsync(),
        null => _silo.Queue.DurableAsync(_session.Ticket, _session.Shard),
        StaleCustomerException stale => Task.FromException(new InconsistentStateException("Another activation has written the customer.", stale)),
        var reason => Task.FromException(new InvalidOperationException("What came before it was refused.", reason)),
    };

    public override async Task EraseAsync()
    {
        // The shard first: if this silo dies in between, whoever asks again still finds a customer to erase. And once more, as a
        // shard that started meanwhile has read them.
        await ForgetAsync();
        await _silo.Queue.WriteAsync(writer => writer.Erase(CustomerId, _silo.Clock.NewMark()));
        await ForgetAsync();
        await _silo.Watch.RepeatAsync(StorageKind.State, () => _silo.Projection.ForgetAsync(CustomerId));
        _session = new(CustomerId, _session.Shard, new());
    }

    /// <summary>Storage may be away for longer than an activation is given to end; then the next one waits for this.</summary>
    public override async Task CloseAsync()
    {
        if (_session.Ticket == 0)
        {
            return;
        }

        var durable = DurableAsync();
        _silo.Closing.Add(CustomerId, durable);
        await durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ToldAsync()
    {
        await (_untold!.Telling ??= TellAsync(_untold.Update));
        await _silo.Queue.DurableAsync(_session.Ticket, _session.Shard);
    }

    private async Task TellAsync(SegmentStateUpdate update)
    {
        var shard = _silo.Shards.Of(CustomerId);
        if (!await _silo.Watch.RepeatAsync(StorageKind.Shard, () => shard.KnowsAsync(CustomerId, update.Version)))
        {
            await _silo.Watch.RepeatAsync(StorageKind.Shard, () => shard.NoteAsync([update]));
        }

        _untold = null;
    }

    private Task ForgetAsync() =>
        _silo.Watch.RepeatAsync(StorageKind.Shard, () => _silo.Shards.Of(CustomerId).ForgetAsync(CustomerId));

    /// <summary>What the shard may not know of what is on record.</summary>
    private sealed class Untold
    {
        public required SegmentStateUpdate Update { get; init; }

        /// <summary>It is being told; null as long as nobody has waited for it.</summary>
        public Task? Telling { get; set; }
    }
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
