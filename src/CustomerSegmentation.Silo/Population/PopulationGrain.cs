using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;
using Orleans.Placement;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// Keeps the segment state of its customers, and lets time pass for them: it computes who moves, and asks only those to do so. Calls
/// interleave; nothing that changes the table waits in the middle of a change.
/// </summary>
// They are few, about equally large, and after a start of the cluster all are activated within a second, before any silo could tell that it is
// full: so by number, the same on every silo. What one holds was read from the ledger row by row, so it stays where it is.
[Reentrant, HashBasedPlacement, Immovable]
internal sealed partial class PopulationGrain(
    LedgerDatabase ledger,
    SiloModels models,
    CustomerReferences customers,
    SiloClock clock,
    SiloOptions options,
    StorageHealth watch,
    IHostApplicationLifetime lifetime,
    ILogger<PopulationGrain> log) : Grain, IPopulationGrain, IDisposable
{
    private const long Nobody = -1;
    private const int CustomerBatchSize = 32; // of a shard, and there are many: events must get through in between

    // How many shards of a silo read their rows at the same time: after a start of the cluster it has to have them all.
    private static readonly SemaphoreSlim Loading = new(4, 4);

    private readonly ShardTable _table = new();
    private readonly SemaphoreSlim _oneSweep = new(1, 1);
    private readonly SweepSchedule _sweeps = clock.NewSweepSchedule();

    private int _publication;
    private int _newestNoted; // a customer on another silo may have heard of a publication before this one

    private int Number => (int)this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await models.RefreshAsync();
        _publication = models.Registry.Terms.Publication.Ordinal;
        foreach (var row in await LoadAsync(cancellationToken))
        {
            _table.Set(row, isStale: row.SegmentState.Publication < _publication);
            clock.Raise(row.SegmentState.Frequency > 0 ? row.SegmentState.Newest : 0);
        }

        DelayDeactivation(Timeout.InfiniteTimeSpan); // it is asked every second
        if (!clock.IsEvent) // then whoever lets events in says when
        {
            this.RegisterGrainTimer(TickAsync, new() { DueTime = options.SweepEvery, Period = options.SweepEvery, Interleave = true });
        }

        log.ShardLoaded(Number, _table.Count, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _oneSweep.Dispose();

    public Task<int> WakeAsync() => Task.FromResult(_table.Count);

    public Task HearAsync(SegmentStateUpdate[] notes) => NoteAsync(notes);

    public Task NoteAsync(SegmentStateUpdate[] notes)
    {
        foreach (var update in notes)
        {
            if (update.NewestEvent is { } newest)
            {
                clock.Raise(newest);
                _sweeps.EventsCame(new(update.OldestEvent ?? newest, TimeSpan.Zero));
            }

            // An older one may arrive later, from an activation that another one has succeeded.
            var slot = _table.SlotOf(update.CustomerId);
            if (slot < 0 || update.Version > _table[slot].Version)
            {
                _newestNoted = Math.Max(_newestNoted, update.Publication);
                _table.Set(ShardRow.Of(update), isStale: update.Publication < _publication);
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> KnowsAsync(string customerId, long version) =>
        Task.FromResult(_table.SlotOf(customerId) is >= 0 and var slot && _table[slot].Version >= version);

    public Task ForgetAsync(string customerId)
    {
        _table.Remove(customerId);
        return Task.CompletedTask;
    }

    public async Task<SweepReceipt> SweepAsync(long until)
    {
        await _oneSweep.WaitAsync();
        try
        {
            return await BringAsync(models.Registry.Terms, until);
        }
        finally
        {
            _oneSweep.Release();
        }
    }

    public async Task<SweepReceipt> AdoptAsync(int publication)
    {
        var terms = await models.TermsAsync(publication);
        await _oneSweep.WaitAsync();
        try
        {
            return await BringAsync(terms, terms.Publication.At.UtcTicks);
        }
        finally
        {
            _oneSweep.Release();
        }
    }

    /// <summary>
    /// Brings everyone who is due to a moment: customers who do not move without activating them, the others by asking them.
    /// </summary>
    private async Task<SweepReceipt> BringAsync(AssignmentTerms terms, long until)
    {
        Know(terms);
        var reading = new ShardReading(_table, terms, models.WindowSince, customers, Unreadable, lifetime.ApplicationStopping);
        var sum = new SweepReceipt(0, 0);
        var wake = new List<string>(CustomerBatchSize);
        for (var slot = _table.NextDue(0, until);
            slot >= 0 && !lifetime.ApplicationStopping.IsCancellationRequested;
            slot = _table.NextDue(slot + 1, until))
        {
            var before = _table[slot].SegmentState;
            if (reading.At(slot, until) is { } there && there.Sequence == before.Sequence)
            {
                _table.Carry(slot, there);
                continue;
            }

            wake.Add(_table[slot].CustomerId);
            if (wake.Count == CustomerBatchSize)
            {
                sum = sum.Plus(await WakeAsync(wake, terms, until));
            }
        }

        return sum.Plus(await WakeAsync(wake, terms, until));
    }

    private async Task<SweepReceipt> WakeAsync(List<string> ids, AssignmentTerms terms, long until)
    {
        var before = ids.ConvertAll(SequenceOf);
        var ends = await GrainDraining.OrAsync(
            Task.WhenAll(ids.Select(id => AdvanceAsync(id, until, terms.Publication.Ordinal))), lifetime.ApplicationStopping);
        for (var i = 0; i < ends.Length; i++)
        {
            if (ends[i] is Nobody && _table.SlotOf(ids[i]) is >= 0 and var slot)
            {
                log.StateMissing(Number);
                _table.Pass(slot);
            }
        }

        var moved = ids.Where((id, i) => SequenceOf(id) > before[i]).Count();
        ids.Clear();
        return new(moved, ends.Append(0).Max());
    }

    /// <summary>A customer who cannot be activated does not hold up the others; the next sweep asks again.</summary>
    private async Task<long> AdvanceAsync(string customerId, long until, int publication)
    {
        try
        {
            return await customers[customerId].AdvanceAsync(until, publication) ?? Nobody;
        }
        catch (UnreadableCustomerException)
        {
            return 0; // the silo where they live has said so
        }
        catch (Exception e)
        {
            Unreadable(e);
            return 0;
        }
    }

    /// <summary>Whoever was assessed by an earlier publication than one that is known here must be looked at.</summary>
    private void Know(AssignmentTerms terms)
    {
        if (terms.Publication.Ordinal > _publication)
        {
            _publication = terms.Publication.Ordinal;
            _table.MarkStale(_publication);
        }
    }

    private void Unreadable(Exception e) => log.CustomerUnreadable(Number, e.GetType().Name);

    private async Task<List<ShardRow>> LoadAsync(CancellationToken cancellation)
    {
        await Loading.WaitAsync(cancellation);
        try
        {
            return await Task.Run(
                () => ledger.Shards.Rows(Number).TakeWhile(_ => !cancellation.IsCancellationRequested).Select(ShardRow.Of).ToList(),
                cancellation);
        }
        finally
        {
            Loading.Release();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private int SequenceOf(string customerId) =>
        _table.SlotOf(customerId) is >= 0 and var slot ? _table[slot].SegmentState.Sequence : 0;

    /// <summary>The timer has come round.</summary>
    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            // While storage fails nothing is swept, so that nothing piles up; crossings keep their exact time.
            if (watch.Problem is null && _oneSweep.CurrentCount > 0 && _sweeps.IsTimeToSweep())
            {
                await SweepAsync(clock.Now.UtcTicks);
            }
        }
        catch (Exception e)
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested) // then the next start makes up for it, and storage has said why
            {
                log.SweepFailed(Number, e);
            }
        }
    }
}
