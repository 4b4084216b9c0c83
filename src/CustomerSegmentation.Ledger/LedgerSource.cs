using System.Data.Common;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger;

/// <summary>
/// Where readers get their connections, and the few words in which the two databases differ. Everything else is one SQL.
/// </summary>
internal abstract class LedgerSource
{
    /// <summary>The query for the last place of the record that was ever given out; no row, or 0, before the first.</summary>
    public abstract string End { get; }

    /// <summary>The table in which everybody is who has migrations, with their id as <c>customer</c>.</summary>
    public abstract string Customers { get; }

    /// <summary>What comes before a statement about one customer (<c>@customer</c>), and the table of their migrations then.</summary>
    public abstract (string With, string Table) History { get; }

    /// <summary>
    /// The query for who was in a segment (<c>@segmentId</c>) at a moment (<c>@asOf</c>), behind a customer (<c>@after</c>), at most
    /// <c>@count</c>, by id: customer, since when, and the place of the migration that brought them there.
    /// </summary>
    public abstract string MembersAsOf { get; }

    /// <summary>Everyone in a shard who has a segment state, in no order, read as it is enumerated.</summary>
    public abstract IEnumerable<SegmentStateRow> SegmentStates(int shard);

    /// <summary>The segment state of one customer; null for one who is not on record.</summary>
    public abstract SegmentStateRow? SegmentState(string customerId);

    /// <summary>How many customers have a segment state.</summary>
    public abstract long CountSegmentStates();

    /// <summary>A connection from a pool, closed; Dapper opens it for a query.</summary>
    public abstract DbConnection Connect();

    /// <summary>Feeds what is on record to a report, as of one moment.</summary>
    public abstract void Feed<TResult>(IMigrationReport<TResult> report, CancellationToken cancellation);
}
