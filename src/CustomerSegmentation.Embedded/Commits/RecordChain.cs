using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Embedded.Commits;

/// <summary>
/// Puts migrations on record, each with the place of the customer's one before. Customers are told where their last one is
/// when it is durable and not earlier: who reads a history from there finds it, and a transaction that failed leaves nothing.
/// Only the committer's thread uses it.
/// </summary>
internal sealed class RecordChain(SqliteWriter writer)
{
    private readonly Dictionary<Customer, long> _last = [];

    /// <summary>For everything else in the transaction.</summary>
    public SqliteWriter Writer => writer;

    /// <summary>A transaction begins, perhaps once more.</summary>
    public void Begin() => _last.Clear();

    /// <summary>Puts a customer's next migration on record.</summary>
    public void Append(Customer customer, Migration migration)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, customer, out var isKnown);
        var previous = isKnown ? last : customer.LastOnRecord;
        last = writer.Append(migration, previous == 0 ? null : previous);
    }

    /// <summary>Erases a customer's history, and owes the scrub.</summary>
    public void Erase(Customer customer, string mark)
    {
        writer.Forget(customer.Id, _last.Remove(customer, out var last) ? last : customer.LastOnRecord);
        writer.OweScrub(mark);
    }

    /// <summary>The transaction is durable.</summary>
    public void Committed()
    {
        foreach (var (customer, last) in _last)
        {
            customer.LastOnRecord = last;
        }

        _last.Clear();
    }
}
