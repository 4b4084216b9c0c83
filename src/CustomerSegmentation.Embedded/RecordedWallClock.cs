using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Telemetry;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Embedded;

/// <summary>Keeps the wall clock on record, and says when it comes into doubt and when that is over.</summary>
internal sealed class RecordedWallClock(CheckedWallClock wall, Committer committer, ILogger log)
{
    private bool _doubts;

    /// <summary>To be called again and again. Never fails.</summary>
    public async Task CheckAsync()
    {
        var problem = wall.Problem;
        if (problem is null == _doubts)
        {
            _doubts = problem is not null;
            log.ClockChecked(problem ?? "The wall clock is believed again.");
        }

        await KeepAsync(isEnd: false).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Puts the time on record if that is due.</summary>
    public Task KeepAsync(bool isEnd) => committer.Problem is null && wall.TakeForRecord(isEnd) is { } moment
        ? committer.WriteAsync(writer => writer.SetMeta(Markers.WallClock, moment))
        : Task.CompletedTask;
}
