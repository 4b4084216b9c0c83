using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Models;

/// <summary>
/// Under the event clock: lets the calls of this silo into the stream of the cluster, one after the other. A long body comes as several
/// calls at the same time; if a review divides one of them, the next must not get ahead of what is left of it.
/// </summary>
internal sealed class ClusterStream(
    IGrainFactory grains, CustomerSurroundings surroundings, ILocalSiloDetails silo, SiloClock clock, SiloOptions options) : IDisposable
{
    private static readonly TimeSpan LeavePause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _calls;

    private IRetrainingGrain Grain => grains.GetGrain<IRetrainingGrain>(0);

    /// <summary>Does something in its turn; turns come in the order of asking.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets events of a call in: as many as come before the next review.</summary>
    /// <param name="occurredAt">When they occurred (UTC ticks); at least one.</param>
    /// <param name="cancellation">Of whoever waits.</param>
    public async Task<LetIn> EnterAsync(long[] occurredAt, CancellationToken cancellation)
    {
        var call = new StreamCall(
            surroundings.Id, silo.SiloAddress, Interlocked.Increment(ref _calls), occurredAt, clock.WallNow.UtcTicks);
        var entering = GrainRetry.AnswerAsync(() => Grain.EnterAsync(call), CancellationToken.None);
        try
        {
            var entry = await entering.WaitAsync(cancellation);
            return new(call.Number, entry.Count, entry.Now);
        }
        catch
        {
            LeaveAfterAsync(entering, call.Number).Ignore();
            throw;
        }
    }

    /// <summary>What becomes of a call's events, once the stream has heard of it: whoever comes next comes behind them.</summary>
    public async Task<T> LeaveWhenAsync<T>(Task<T> recorded, long call)
    {
        try
        {
            await recorded.WaitAsync(options.MaxStay, TimeProvider.System);
        }
        catch
        {
            // Whoever waits for it hears of it below.
        }

        await LeaveAsync(call);
        return await recorded;
    }

    /// <summary>None of the events of a call is on its way any more. Complete once the stream has heard of it, or the silo stops. Never fails.</summary>
    public async Task LeaveAsync(long call)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Grain.LeaveAsync(surroundings.Id, call, clock.Now.UtcTicks);
                return;
            }
            catch (Exception)
            {
                await Task.Delay(LeavePause, TimeProvider.System, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task LeaveAfterAsync(Task entering, long call)
    {
        await entering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveAsync(call);
    }
}

/// <summary>Events that were let in.</summary>
/// <param name="Call">Number of the call.</param>
/// <param name="Count">How many of it.</param>
/// <param name="Now">The engine's now before them (UTC ticks).</param>
internal readonly record struct LetIn(long Call, int Count, long Now);
