using CustomerSegmentation.Engine;

namespace CustomerSegmentation.HostTests.Messaging;

/// <summary>A record on which nothing ever stands.</summary>
internal sealed class EmptyRecord : IMigrationRecord
{
    public string Id => "empty";

    public long End => 0;

    public Task<RecordRange> AfterAsync(long position, int limit, bool replays, CancellationToken cancellation = default) =>
        Task.FromResult(new RecordRange([], position));

    public Task BeyondAsync(long position, CancellationToken cancellation = default) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);

    public Task<long?> BookmarkAsync(string reader, CancellationToken cancellation = default) => Task.FromResult<long?>(0);

    public Task KeepBookmarkAsync(string reader, long position, CancellationToken cancellation = default) => Task.CompletedTask;

    public Task<ReaderLease> LeaseAsync(string reader, CancellationToken cancellation = default) => Task.FromResult(ReaderLease.Always);
}
