using System.Buffers;
using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;
using Microsoft.Extensions.ObjectPool;

namespace CustomerSegmentation.Embedded.Commits;

/// <summary>
/// What a lane did between two hand-overs, to be made durable as one: events for the journal, migrations for the
/// record, and who waits for them.
/// </summary>
internal sealed class CommitUnit
{
    private const int BytesOfMigration = 200;
    private const int MaxLinks = 32;

    // A unit's journal is long enough to be collected with the oldest objects only: it is used again instead.
    private static readonly ObjectPool<ArrayBufferWriter<byte>> Journals = ObjectPool.Create(new JournalPolicy());

    private ArrayBufferWriter<byte>? _journal;
    private List<Migration>? _migrations;
    private List<Customer>? _movement; // whose each migration is
    private List<Action<RecordChain>>? _writes;
    private List<Action<Exception?>>? _waiting;
    private List<ActivityLink>? _links;

    /// <summary>Traces of the calls whose events are in it; some of them, if there are many.</summary>
    public IReadOnlyList<ActivityLink> Links => _links ?? (IReadOnlyList<ActivityLink>)[];

    /// <summary>Events so far, duplicates included: what bounds a unit.</summary>
    public int Events { get; set; }

    /// <summary>Whether there is nothing to make durable and nobody to tell.</summary>
    public bool IsEmpty => _journal is null && _migrations is null && _writes is null && _waiting is null;

    /// <summary>Migrations in the order they came about.</summary>
    public IReadOnlyList<Migration> Migrations => _migrations ?? (IReadOnlyList<Migration>)[];

    /// <summary>About how much there is to write, in bytes.</summary>
    public int Weight => (_journal?.WrittenCount ?? 0) + (Migrations.Count * BytesOfMigration);

    /// <summary>Bytes for the journal.</summary>
    public int JournalBytes => _journal?.WrittenCount ?? 0;

    /// <summary>Notes an event that was folded.</summary>
    public void Append(in AdmittedEvent e, long assessedAt, int publication) =>
        JournalEntry.WriteEvent(e, assessedAt, Journal(publication));

    /// <summary>Notes that a customer was erased, all of whose migrations were handed over before.</summary>
    public void AppendErasure(Customer customer, int publication, string mark)
    {
        JournalEntry.WriteErasure(customer.Id, Journal(publication));
        Append(record => record.Erase(customer, mark));
    }

    /// <summary>Notes the first contact of a customer who is in no segment.</summary>
    public void AppendFirstContact(string customerId, DateTimeOffset since, DateTimeOffset recordedAt) =>
        Append(record => record.Writer.AddFirstContact(customerId, since, recordedAt));

    /// <summary>Notes whose events these are, for whoever follows a trace to its commit.</summary>
    public void Link(ActivityContext call)
    {
        if (call != default && Links.Count < MaxLinks)
        {
            (_links ??= []).Add(new(call));
        }
    }

    /// <summary>Notes migrations of a customer.</summary>
    public void Append(Customer customer, IReadOnlyList<Migration> migrations)
    {
        foreach (var migration in migrations)
        {
            (_migrations ??= []).Add(migration);
            (_movement ??= []).Add(customer);
        }
    }

    /// <summary>Notes anything else to write in the same transaction, before journal and migrations.</summary>
    public void Append(Action<RecordChain> write) => (_writes ??= []).Add(write);

    /// <summary>Calls back, with null once all of this is durable, or with the reason why it never will be.</summary>
    public void WhenDurable(Action<Exception?> callback) => (_waiting ??= []).Add(callback);

    /// <summary>Writes it all; the committer may call this again if the transaction failed.</summary>
    public void WriteTo(RecordChain record)
    {
        foreach (var write in _writes ?? [])
        {
            write(record);
        }

        if (_journal is not null)
        {
            record.Writer.AppendJournal(_journal.WrittenSpan);
        }

        for (var i = 0; i < Migrations.Count; i++)
        {
            record.Append(_movement![i], Migrations[i]);
        }
    }

    /// <summary>Tells who waits. Its journal is another one's after this.</summary>
    public void Complete(Exception? failure)
    {
        if (_journal is not null)
        {
            Journals.Return(_journal);
            _journal = null;
        }

        foreach (var callback in _waiting ?? [])
        {
            callback(failure);
        }
    }

    private ArrayBufferWriter<byte> Journal(int publication)
    {
        if (_journal is null)
        {
            _journal = Journals.Get();
            JournalEntry.WriteHeader(publication, _journal);
        }

        return _journal;
    }

    private sealed class JournalPolicy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        public override ArrayBufferWriter<byte> Create() => new(4096);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.ResetWrittenCount();
            return true;
        }
    }
}
