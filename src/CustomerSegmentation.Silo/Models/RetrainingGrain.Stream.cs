using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Population;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Models;

/// <content>Under the event clock: lets the events of all silos in, between reviews and publications, and lets time pass behind them.</content>
internal sealed partial class RetrainingGrain
{
    private readonly ShardMap _shards;
    private readonly SiloOptions _options;
    private readonly ISiloStatusOracle _silos;
    private readonly StorageHealth _health;
    private readonly EventStream? _stream;
    private readonly Dictionary<long, SiloAddress> _senders = [];

    public async Task<int> MakeWayAsync(long[] occurredAt, long wallNow)
    {
        var count = await _review.MakeWayAsync(
            _stream!, i => new(occurredAt[i], TimeSpan.Zero), 0, occurredAt.Length, new(wallNow, TimeSpan.Zero), CancellationToken.None);
        await NotedAsync();
        return count > 0 ? count : throw new SiloUnavailableException("The silo stops before a review is done.");
    }

    public async Task<StreamEntry> EnterAsync(StreamCall call)
    {
        var count = await MakeWayAsync(call.OccurredAt, call.WallNow);
        _senders[call.Silo] = call.Address;
        var (oldest, newest) = EndsOf(call.OccurredAt.AsSpan(0, count));
        var now = await _stream!.EnterAsync(
            new(call.Silo, call.Number), new(oldest, TimeSpan.Zero), new(newest, TimeSpan.Zero), CancellationToken.None);
        return new(count, now.UtcTicks);
    }

    public Task<bool> LeaveAsync(long silo, long number, long newest)
    {
        _clock.Raise(newest);
        _stream!.Leave(new(silo, number));
        if (_stream.SweepAmidEvents() is { } until)
        {
            SweepAsync(until).Ignore();
        }

        return Task.FromResult(true);
    }

    public async Task<bool> PublishAsync(int version)
    {
        await _reviewing;
        await _review.ProposedAsync();
        return await _clusterModels.PublishAsync(version) is not null;
    }

    private async Task SweepIdleAsync(CancellationToken cancellation)
    {
        foreach (var (sender, address) in _senders.Where(sender => _silos.IsDeadSilo(sender.Value)).ToList())
        {
            _stream!.Forget(sender);
            _senders.Remove(sender);
        }

        // While storage fails nothing is swept, so that nothing piles up.
        if (_health.Problem is null && !_models.IsImporting && _stream!.SweepIdle() is { } until)
        {
            await SweepAsync(until);
        }
    }

    /// <summary>Never fails: a shard that cannot is swept later, and crossings keep their exact time.</summary>
    private async Task SweepAsync(long until)
    {
        try
        {
            await _shards.AskAllAsync(shard => shard.SweepAsync(until), _stopping);
        }
        catch (Exception)
        {
            _stream!.SweepAgain();
        }
    }

    private static (long Oldest, long Newest) EndsOf(ReadOnlySpan<long> occurredAt)
    {
        var (oldest, newest) = (occurredAt[0], occurredAt[0]);
        foreach (var at in occurredAt)
        {
            (oldest, newest) = (Math.Min(oldest, at), Math.Max(newest, at));
        }

        return (oldest, newest);
    }
}
