using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Engine;

/// <summary>
/// The migrations in the order they were put on record, for those who pass them on. A migration is on record in the
/// same transaction as the events that led to it, so whoever reads on from where they stopped misses none, whatever
/// happened in between. Positions only grow and are never used twice; an erased customer leaves gaps.
/// Every member may be called from any thread.
/// </summary>
public interface IMigrationRecord
{
    /// <summary>Of this record; no other has it. With a position it names a migration for ever.</summary>
    string Id { get; }

    /// <summary>The last position that is durable; 0 before the first.</summary>
    long End { get; }

    /// <summary>Migrations after a position, oldest first.</summary>
    /// <param name="position">0 for the beginning.</param>
    /// <param name="limit">At most as many.</param>
    /// <param name="replays">
    /// With those that were recorded under the event clock: history replayed rather than news.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    Task<RecordRange> AfterAsync(long position, int limit, bool replays, CancellationToken cancellation = default);

    /// <summary>Completes once the record goes beyond a position.</summary>
    Task BeyondAsync(long position, CancellationToken cancellation = default);

    /// <summary>How far a reader has got, as last kept; null for one that never kept anything.</summary>
    Task<long?> BookmarkAsync(string reader, CancellationToken cancellation = default);

    /// <summary>Keeps how far a reader has got, durably. Waits while storage fails.</summary>
    Task KeepBookmarkAsync(string reader, long position, CancellationToken cancellation = default);

    /// <summary>
    /// Waits until this process gets the lease of a reader; whoever holds it reads the bookmark again.
    /// </summary>
    Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation = default);
}

/// <summary>A part of the record.</summary>
/// <param name="Migrations">In order.</param>
/// <param name="Through">Where to read on: nothing that was asked for lies between the last of them and here.</param>
public sealed record RecordRange(IReadOnlyList<RecordedMigration> Migrations, long Through);

/// <summary>A migration and its position on record.</summary>
public sealed record RecordedMigration(long Position, Migration Migration);
