using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>
/// Writes changed customers to their pages and cuts the journal, a few pages at a time, so that no lane pauses for
/// long. A crash in the middle leaves newer pages beside the journal or the rest of it, and replaying is idempotent.
/// </summary>
internal sealed class Checkpointer(
    IReadOnlyList<CustomerLane> lanes, Committer committer, LaneClock clock, EmbeddedOptions options, ILogger log) : IDisposable
{
    private const int PageBatchSize = 8; // 2,048 customers: some milliseconds of a lane
    private const int JournalBatchSize = 1 << 20; // bytes: some milliseconds of the writer

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<(int Lane, int Page), int> _pageBytes = new();

    /// <summary>Whether the journal has grown enough.</summary>
    public bool IsDue => committer.JournalBytes > Math.Max(options.JournalBytes, _pageBytes.Values.Sum(bytes => (long)bytes));

    /// <summary>Writes every page that has changed, then cuts the journal up to the position that it had at the start.</summary>
    public async Task RunAsync()
    {
        await _one.WaitAsync();
        try
        {
            var started = Stopwatch.GetTimestamp();
            (long Journal, long Migrations) places = default;
            long bytesBefore = 0;
            await committer.WriteAsync(writer =>
            {
                places = writer.Places();
                bytesBefore = committer.JournalBytes;
            });

            // Whatever the journal holds up to that place was done in the lanes, so its pages are marked by now.
            var moment = clock.Now;
            var pages = 0;
            foreach (var lane in lanes)
            {
                pages += await WriteAsync(lane);
            }

            await committer.WriteAsync(writer => WriteMarkers(writer, places.Migrations, moment));
            await CutJournalAsync(places.Journal, bytesBefore);
            log.Checkpointed(pages, Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Writes everybody anew in one transaction, before the lanes start.</summary>
    public static void LayOut(EngineFile file, IReadOnlyList<LaneCustomers> lanes, LaneClock clock)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        file.Writer.Commit(writer =>
        {
            writer.DeletePages();
            for (var lane = 0; lane < lanes.Count; lane++)
            {
                for (var page = 0; page * LaneCustomers.PageSize < lanes[lane].Columns.Count; page++)
                {
                    output.ResetWrittenCount();
                    lanes[lane].TakePage(page, output);
                    writer.SavePage(lane, page, output.WrittenSpan);
                }
            }

            var places = writer.Places();
            writer.DeleteJournal(places.Journal);
            writer.SetMeta(LaneMarkers.Lanes, lanes.Count.ToString(CultureInfo.InvariantCulture));
            writer.SetMeta(Markers.PagesAreChained, "1");
            WriteMarkers(writer, places.Migrations, clock.Now);
        });
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Piece by piece, with what else is to be committed in between. A crash leaves what pages hold anyway.</summary>
    private async Task CutJournalAsync(long through, long bytes)
    {
        long cut;
        do
        {
            cut = 0;
            await committer.WriteAsync(
                writer => cut = writer.DeleteJournal(through, JournalBatchSize),
                whenDurable: () => committer.JournalCut(committer.JournalBytes - (cut > 0 ? 0 : bytes)));
        }
        while (cut > 0);
    }

    private static void WriteMarkers(LedgerWriter writer, long migrations, DateTimeOffset moment)
    {
        writer.SetMeta(Markers.MigrationsInPages, migrations.ToString(CultureInfo.InvariantCulture));
        writer.SetMeta(Markers.Clock, moment.UtcTicks.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<int> WriteAsync(CustomerLane lane)
    {
        var pages = await lane.AskAsync(owner => owner.Customers.DirtyPages);
        foreach (var some in pages.Chunk(PageBatchSize))
        {
            var work = new DurableWork<bool>(owner =>
            {
                foreach (var page in some)
                {
                    var output = new ArrayBufferWriter<byte>(32 << 10);
                    owner.Customers.TakePage(page, output);
                    _pageBytes[(owner.Number, page)] = output.WrittenCount;
                    owner.Unit.Append(record => record.Writer.SavePage(owner.Number, page, output.WrittenSpan));
                }

                return true;
            });
            lane.Post(work);
            await work.Done;
        }

        return pages.Count;
    }
}
