using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using Npgsql;

namespace CustomerSegmentation.Ledger.Postgres;

/// <summary>
/// Gathers the customers of a transaction whose state is in the database: each is written only where the version on record is
/// the one that was read. What it tells of their locations within a transaction is taken back when that fails.
/// </summary>
internal sealed class PostgresCustomerRows
{
    private readonly Dictionary<string, Write> _gathered = new(StringComparer.Ordinal);
    private readonly List<Write> _ofTransaction = [];

    /// <summary>Whether a change of a customer has been added since commands were made: a command may not touch a row twice.</summary>
    public bool Has(string customerId) => _gathered.ContainsKey(customerId);

    /// <summary>Adds a change. The location is that of its version from now on.</summary>
    public void Add(CustomerChange change, CustomerLocation location)
    {
        var state = new byte[change.State.Length + ChecksummedBlob.SealLength];
        _ = ChecksummedBlob.Seal(change.State.Span, ref state);
        var write = new Write(change.SegmentState, state, location, location.Version);
        _gathered.Add(write.CustomerId, write);
        _ofTransaction.Add(write);
        location.Version = write.Version;
    }

    /// <summary>Makes commands of what was added, and a last one that fails if a row is not what it should have become.</summary>
    public IEnumerable<NpgsqlBatchCommand> Commands()
    {
        Write[] all = [.. _gathered.Values.OrderBy(write => write.CustomerId, StringComparer.Ordinal)];
        _gathered.Clear();
        if (all.Length == 0)
        {
            yield break;
        }

        Write[] known = [.. all.Where(write => write.Expected != 0)];
        if (known.Length > 0)
        {
            yield return PostgresStateRows.Update(known);
        }

        if (known.Length < all.Length)
        {
            yield return PostgresStateRows.Insert([.. all.Where(write => write.Expected == 0)]);
        }

        yield return PostgresStateRows.Expect(all);
    }

    /// <summary>Whose row is neither what was read nor what was to be written; all of them if that cannot be told any more.</summary>
    public StaleCustomerException Stale(NpgsqlConnection connection)
    {
        var stale = PostgresStateRows.Stale(connection, _ofTransaction);
        return new(stale.Count > 0 ? stale : [.. _ofTransaction.Select(write => write.CustomerId)]);
    }

    /// <summary>A transaction begins, or is over.</summary>
    public void Clear()
    {
        _gathered.Clear();
        _ofTransaction.Clear();
    }

    /// <summary>It failed: locations are what they were.</summary>
    public void RolledBack()
    {
        for (var i = _ofTransaction.Count - 1; i >= 0; i--)
        {
            _ofTransaction[i].Location.Version = _ofTransaction[i].Expected;
        }
    }

    /// <summary>What a customer becomes.</summary>
    /// <param name="Row">Their segment state.</param>
    /// <param name="State">All of them, behind a checksum.</param>
    /// <param name="Location">Of whoever writes them.</param>
    /// <param name="Expected">The version on record; 0 for none.</param>
    internal sealed record Write(SegmentStateRow Row, byte[] State, CustomerLocation Location, long Expected)
    {
        public string CustomerId => Row.CustomerId;

        public long Version => Row.Version;
    }
}
