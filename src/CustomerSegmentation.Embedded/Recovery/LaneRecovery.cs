using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>
/// Brings the customers of one lane back, on a thread of its own, in the order in which it is told to: lanes share no customer. Nobody
/// else touches them before <see cref="Wait"/> has returned.
/// </summary>
internal sealed class LaneRecovery : IDisposable
{
    private const int MaxWaiting = 16; // pieces of work: beyond that whoever reads the file waits

    private readonly Dictionary<int, (long AssessedAt, int Publication)> _touched = []; // by slot
    private readonly BlockingCollection<Action> _work = new(MaxWaiting);
    private readonly Thread _thread;
    private volatile ExceptionDispatchInfo? _failure;

    public LaneRecovery(SegmentOrdinals ordinals, int lanes)
    {
        Customers = new(ordinals, lanes);
        _thread = new(Work) { IsBackground = true, Name = "recovery" };
        _thread.Start();
    }

    /// <summary>Everybody so far.</summary>
    public LaneCustomers Customers { get; }

    /// <summary>When the newest order in a page occurred (UTC ticks); null where there is none.</summary>
    public long? Newest { get; private set; }

    /// <summary>Puts a page back, as this lane wrote it.</summary>
    public void Restore(int page, ReadOnlyMemory<byte> payload, bool chained) => Add(() =>
    {
        var customers = CustomerPage.Read(payload.Span, chained);
        customers.ForEach(Note);
        Customers.Restore(page, customers);
    });

    /// <summary>Takes in customers of a page that another number of lanes wrote.</summary>
    public void TakeIn(IReadOnlyList<Customer> customers) => Add(() =>
    {
        foreach (var customer in customers)
        {
            Note(customer);
            Customers.Replace(customer);
        }
    });

    /// <summary>Does again what the journal tells.</summary>
    public void Replay(IReadOnlyList<JournalStep> steps) => Add(() =>
    {
        foreach (var step in steps)
        {
            if (step.Erased is { } erased)
            {
                _touched.Remove(Customers.FindSlot(erased)); // before somebody else may have the slot
                Customers.Remove(erased);
                continue;
            }

            var slot = Customers.SlotOf(step.Event.CustomerId);
            Customers[slot]!.Replay(step.Event);
            Customers.KeepAwake(slot);
            _touched[slot] = (step.AssessedAt, step.Publication);
        }
    });

    /// <summary>Takes over what the record says of customers since their pages were written.</summary>
    public void Replay(IReadOnlyList<RecordedMigration> migrations) => Add(() =>
    {
        foreach (var (place, migration) in migrations)
        {
            if (Customers.FindSlot(migration.CustomerId) is >= 0 and var slot)
            {
                var customer = Customers[slot]!;
                customer.Replay(migration);
                customer.LastOnRecord = place;
                Customers.KeepAwake(slot);
                _touched.TryAdd(slot, (long.MinValue, -1));
            }
        }
    });

    /// <summary>Assesses every customer whom a replay has touched.</summary>
    public void Resume(AssignmentTerms terms) => Add(() =>
    {
        // In the order of their columns.
        foreach (var (slot, (at, publication)) in _touched.OrderBy(touched => touched.Key))
        {
            var customer = Customers[slot]!;

            // Whoever was last assessed under an earlier publication adopts the one in force when next assessed; that
            // step finds the same segment again if the record already has it.
            if (Math.Max(publication, customer.SegmentState.Publication) == terms.Publication.Ordinal)
            {
                customer.Resume(terms, at);
            }

            Customers.Changed(slot);
        }
    });

    /// <summary>Returns once all that was asked for is done, or throws what the first of it threw.</summary>
    public void Wait()
    {
        using var done = new ManualResetEventSlim();
        _work.Add(done.Set);
        done.Wait();
        _failure?.Throw();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <summary>Throws what an earlier piece of work threw.</summary>
    private void Add(Action work)
    {
        _failure?.Throw();
        _work.Add(work);
    }

    private void Note(Customer customer)
    {
        if (customer.NewestOrder is { } newest && !(newest <= Newest))
        {
            Newest = newest;
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (Exception failure)
            {
                // What follows may fail for the same reason, and matters as little: nothing of this lane is used.
                _failure ??= ExceptionDispatchInfo.Capture(failure);
            }
        }
    }
}
