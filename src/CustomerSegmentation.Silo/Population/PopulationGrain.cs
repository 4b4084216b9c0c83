using System.Diagnostics;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Silo.Customers;
using CustomerSegmentation.Silo.Models;
using CustomerSegmentation.Silo.Records;
using CustomerSegmentation.Silo.Storage;
using CustomerSegmentation.Silo.Telemetry;
using CustomerSegmentation.Silo.Wire;
using Orleans.Concurrency;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// Keeps where its customers stand, puts what they tell on record, and lets time pass for them: it works out who moves, and
/// asks only those to do so. Calls interleave; nothing that changes the table waits in the middle of a change.
/// </summary>
[Reentrant]
internal sealed partial class PopulationGrain(
    LedgerDatabase ledger,
    LedgerQueue queue,
    SiloModels models,
    SiloClock clock,
    SiloOptions options,
    RecordEnd end,
    StorageWatch watch,
    EngineMetrics metrics,
    ILogger<PopulationGrain> log) : Grain, IPopulationGrain, IDisposable
{
    private const int CustomersAtOnce = 256;

    private readonly ShardTable _table = new();
    private readonly SemaphoreSlim _oneSweep = new(1, 1);
    private readonly SweepTimes _times = clock.NewSweepTimes();
    private Task<long> _written = Task.FromResult(0L);

    private int Number => (int)this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await models.RefreshAsync();
        var publication = models.Shelf.Terms.Publication.Ordinal;
        foreach (var row in await Task.Run(() => ledger.Shards.Rows(Number).Select(ShardRow.Of).ToList(), cancellationToken))
        {
            _table.Set(row, isStale: row.Standing.Publication < publication);
            clock.Raise(row.Standing.Frequency > 0 ? row.Standing.Newest : 0);
        }

        _written = Task.FromResult(end.Position);
        DelayDeactivation(Timeout.InfiniteTimeSpan); // it is asked every second
        this.RegisterGrainTimer(TickAsync, new() { DueTime = options.SweepEvery, Period = options.SweepEvery, Interleave = true });
        log.ShardLoaded(Number, _table.Count, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _oneSweep.Dispose();

    public Task<int> WakeAsync() => Task.FromResult(_table.Count);

    public async Task<long> NoteAsync(string customerId, CustomerNote note)
    {
        if (note.NewestEvent is { } newest)
        {
            clock.Raise(newest);
            if (_times.SweepAmidEvents(new(note.OldestEvent ?? newest, TimeSpan.Zero)) is { } horizon)
            {
                SweepAsync(horizon.UtcTicks).Ignore();
            }
        }

        var slot = _table.SlotOf(customerId);
        var known = slot < 0 ? default : _table[slot];
        if (note.Version < known.Version || (note.Version == known.Version && note.Sequence == known.Standing.Sequence))
        {
            // Told before, or by an activation that another one has succeeded. It may not be durable yet.
            return await _written;
        }

        var row = ShardRow.Of(customerId, note);
        var migrations = Array.FindAll(note.Migrations, migration => migration.Sequence > known.Standing.Sequence);
        var meets = slot < 0 && note.HeardAt is not null;
        _table.Set(row, isStale: note.Publication < models.Shelf.Terms.Publication.Ordinal);
        var onRecord = await PutOnRecordAsync(writer =>
        {
            writer.Save(row.ToLedger(Number));
            if (meets)
            {
                writer.Meet(customerId, new(note.HeardAt!.Value, TimeSpan.Zero), new(note.HeardRecordedAt, TimeSpan.Zero));
            }

            foreach (var migration in migrations)
            {
                writer.Append(migration);
            }
        });
        metrics.Count(migrations);
        return onRecord;
    }

    public Task<long> ForgetAsync(string customerId)
    {
        _table.Remove(customerId);
        return PutOnRecordAsync(writer => writer.Forget(customerId));
    }

    public async Task<SweepReceipt> SweepAsync(long until)
    {
        await _oneSweep.WaitAsync();
        try
        {
            return new(await BringAsync(models.Shelf.Terms, until), await _written);
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
            _table.MarkStale(terms.Publication.Ordinal);
            return new(await BringAsync(terms, terms.Publication.At.UtcTicks), await _written);
        }
        finally
        {
            _oneSweep.Release();
        }
    }

    /// <summary>
    /// Brings everyone who is due to a moment: whoever does not move without being woken, the others by asking them.
    /// </summary>
    /// <returns>How many moved.</returns>
    private async Task<long> BringAsync(AssignmentTerms terms, long until)
    {
        var reading = new ShardReading(_table, terms, models.WindowSince, GrainFactory);
        long moved = 0;
        var wake = new List<string>(CustomersAtOnce);
        for (var slot = _table.NextDue(0, until); slot >= 0; slot = _table.NextDue(slot + 1, until))
        {
            var before = _table[slot].Standing;
            if (reading.At(slot, until) is { } there && there.Sequence == before.Sequence)
            {
                _table.Carry(slot, there);
                continue;
            }

            wake.Add(_table[slot].CustomerId);
            if (wake.Count == CustomersAtOnce)
            {
                moved += await WakeAsync(wake, terms, until);
            }
        }

        return moved + await WakeAsync(wake, terms, until);
    }

    private async Task<long> WakeAsync(List<string> ids, AssignmentTerms terms, long until)
    {
        var before = ids.ConvertAll(SequenceOf);
        var known = await Task.WhenAll(ids.Select(id =>
            GrainFactory.GetGrain<ICustomerGrain>(id).AdvanceAsync(until, terms.Publication.Ordinal)));
        for (var i = 0; i < known.Length; i++)
        {
            if (!known[i] && _table.SlotOf(ids[i]) is >= 0 and var slot)
            {
                log.StateMissing(Number);
                _table.Pass(slot);
            }
        }

        var moved = ids.Where((id, i) => SequenceOf(id) > before[i]).Count();
        ids.Clear();
        return moved;
    }

    private int SequenceOf(string customerId) =>
        _table.SlotOf(customerId) is >= 0 and var slot ? _table[slot].Standing.Sequence : 0;

    private async Task<long> PutOnRecordAsync(Action<LedgerWriter> write)
    {
        try
        {
            return await (_written = queue.WriteAsync(write));
        }
        catch
        {
            // The ledger waits for its database by itself; this it refused, or the silo stops. The ledger has the truth.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>The timer has come round.</summary>
    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            // While storage fails nothing is swept, so that nothing piles up; crossings keep their exact time.
            if (watch.Problem is null && _oneSweep.CurrentCount > 0 && _times.SweepAtRest())
            {
                await SweepAsync(clock.Now.UtcTicks);
            }
        }
        catch (Exception e)
        {
            log.SweepFailed(Number, e);
        }
    }
}
