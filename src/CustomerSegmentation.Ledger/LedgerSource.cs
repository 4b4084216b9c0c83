using System.Data.Common;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger;

/// <summary>
/// Where readers get their connections, and the few words in which the two databases differ. Everything else is one SQL.
/// </summary>
internal abstract class LedgerSource
{
    /// <summary>The query for the last place of the record that was ever given out; no row, or 0, before the first.</summary>
    public abstract string End { get; }

    /// <summary>What follows the table of migrations where the index by customer is the one to use.</summary>
    public abstract string ByCustomer { get; }

    /// <summary>A connection from a pool, closed; Dapper opens it for a query.</summary>
    public abstract DbConnection Connect();

    /// <summary>Feeds what is on record to a report, as of one moment.</summary>
    public abstract void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation);
}
