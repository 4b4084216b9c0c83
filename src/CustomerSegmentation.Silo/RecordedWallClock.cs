using CustomerSegmentation.Ledger;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.Silo;

/// <summary>
/// Keeps the wall clock of this silo on record, and says when it comes into doubt and when that is over. In doubt, another silo may say what
/// the time is, also one where a person has confirmed it.
/// </summary>
internal sealed class RecordedWallClock(LedgerDatabase ledger, LedgerQueue queue, SiloClock clock, ILogger<RecordedWallClock> log)
{
    private Task _keeping = Task.CompletedTask;
    private bool _doubts;

    /// <summary>To be called again and again.</summary>
    public void Check()
    {
        if (clock.Wall.Problem is not null)
        {
            clock.Wall.Compare(ledger.Reader.Meta(Markers.WallClock));
        }

        var problem = clock.Wall.Problem;
        if (problem is null == _doubts)
        {
            _doubts = problem is not null;
            log.ClockChecked(problem ?? "The wall clock is believed again.");
        }

        if (_keeping.IsCompleted)
        {
            _keeping = KeepAsync(isEnd: false);
            _keeping.Ignore();
        }
    }

    /// <summary>What somebody has confirmed elsewhere must not be overwritten.</summary>
    public async Task KeepLastAsync()
    {
        if (clock.Wall.Problem is not null)
        {
            clock.Wall.Compare(await Task.Run(() => ledger.Reader.Meta(Markers.WallClock)));
        }

        await KeepAsync(isEnd: true);
    }

    private Task KeepAsync(bool isEnd) => clock.Wall.TakeForRecord(isEnd) is { } moment
        ? queue.WriteAsync(writer => writer.SetMeta(Markers.WallClock, moment))
        : Task.CompletedTask;
}
