using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Embedded.Outbound;

/// <summary>The record as the embedded engine keeps it: the table of migrations in its file.</summary>
internal sealed class MigrationRecord(EngineFile file, Committer committer, RecordEnd end, ReplayedRanges replayed)
    : IMigrationRecord
{
    public string Id { get; } = file.Record.Id();

    public long End => end.Position;

    public Task<RecordRange> AfterAsync(long position, int limit, bool replays, CancellationToken cancellation = default) =>
        Task.Run(() => After(position, limit, replays), cancellation);

    public Task BeyondAsync(long position, CancellationToken cancellation = default) => end.BeyondAsync(position, cancellation);

    public Task<long?> BookmarkAsync(string reader, CancellationToken cancellation = default) =>
        Task.Run(() => file.Record.Bookmark(reader), cancellation);

    public Task KeepBookmarkAsync(string reader, long position, CancellationToken cancellation = default) =>
        committer.WriteAsync(writer => writer.SaveBookmark(reader, position)).WaitAsync(cancellation);

    public Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation = default) => Task.FromResult(ReaderLease.Always);

    private RecordRange After(long position, int limit, bool replays)
    {
        // Taken before anything is read: whatever is on record up to here is durable, and stays readable unless erased.
        var last = end.Position;
        IEnumerable<(long After, long Through)> parts = replays ? [(position, last)] : replayed.Without(position, last);
        var found = new List<RecordedMigration>();
        foreach (var (after, through) in parts)
        {
            found.AddRange(file.Record.Between(after, through, limit - found.Count));
            if (found.Count == limit)
            {
                return new(found, found[^1].Position);
            }
        }

        return new(found, Math.Max(position, last));
    }
}
