using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Storage;

namespace CustomerSegmentation.Silo.Records;

/// <summary>The record as a cluster keeps it: the table of migrations in the ledger.</summary>
internal sealed class ClusterRecord(LedgerDatabase ledger, LedgerQueue queue, RecordEnd end) : IMigrationRecord
{
    // What fails because the ledger is away is tried again by whoever asks next.
    private readonly Lazy<string> _id = new(ledger.Record.Id, LazyThreadSafetyMode.PublicationOnly);

    public string Id => _id.Value;

    public long End => end.Position;

    public Task<RecordRange> AfterAsync(long position, int limit, bool replays, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => After(position, limit, replays), cancellation);

    public Task BeyondAsync(long position, CancellationToken cancellation = default) => end.BeyondAsync(position, cancellation);

    public Task<long?> BookmarkAsync(string reader, CancellationToken cancellation = default) =>
        ledger.ReadAsync(() => ledger.Record.Bookmark(reader), cancellation);

    public Task KeepBookmarkAsync(string reader, long position, CancellationToken cancellation = default) =>
        queue.WriteAsync(writer => writer.SaveBookmark(reader, position)).WaitAsync(cancellation);

    public Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation = default) => ledger.LeaseAsync(reader, cancellation);

    private RecordRange After(long position, int limit, bool replays)
    {
        // Taken before anything is read: whatever is on record up to here is durable, and stays readable unless erased.
        var last = end.Position;
        var replayed = ReplayedRanges.Read(ledger.Reader);
        IEnumerable<(long After, long Through)> parts = replays ? [(position, last)] : replayed.Without(position, last);
        var found = new List<RecordedMigration>();
        foreach (var (after, through) in parts)
        {
            found.AddRange(ledger.Record.Between(after, through, limit - found.Count));
            if (found.Count == limit)
            {
                return new(found, found[^1].Position);
            }
        }

        return new(found, Math.Max(position, last));
    }
}
