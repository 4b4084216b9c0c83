using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Silo.Customers;

namespace CustomerSegmentation.Silo.Population;

/// <summary>
/// Reads the segment states of the customers of a shard at a moment. The shard's own figures tell it of almost all; only whoever has
/// an order that leaves the window is asked. Events flow in between: what is read is of no single instant.
/// </summary>
/// <param name="table">The shard's.</param>
/// <param name="terms">The model in force.</param>
/// <param name="windowSince">The publication since which the window is what it is.</param>
/// <param name="customers">Where customers are found.</param>
/// <param name="unreadable">Hears of customers who cannot be read, whoever asks again; they keep nobody else from being counted.</param>
/// <param name="stopping">The silo stops: then nobody is asked any more, or both would wait for each other.</param>
/// <param name="cancellation">Whoever wanted to know has given up.</param>
internal sealed class ShardReading(
    ShardTable table,
    AssignmentTerms terms,
    int windowSince,
    CustomerReferences customers,
    Action<Exception> unreadable,
    CancellationToken stopping,
    CancellationToken cancellation = default)
{
    private const int SlotBatchSize = 8_192;
    private const int CustomerBatchSize = 64;

    /// <summary>The model in force.</summary>
    public AssignmentTerms Terms => terms;

    /// <summary>The ordinal of its publication.</summary>
    public int Publication => terms.Publication.Ordinal;

    /// <summary>The segment state of a customer at a moment; null where only the customer's grain can tell.</summary>
    public SegmentState? At(int slot, long moment)
    {
        ref readonly var row = ref table[slot];
        return !table.IsDue(slot, moment) ? row.SegmentState
            : row.SegmentState.Publication < windowSince ? null
            : row.CustomerSummary.At(terms, moment);
    }

    /// <summary>
    /// Whether a customer changes segment by a moment if they do not buy, and where to; null where only they know.
    /// </summary>
    public bool? NextChange(int slot, in SegmentState from, long until, out SegmentState there)
    {
        there = from;
        while (there.Due <= until)
        {
            if (new CustomerSummary(there, table[slot].CustomerSummary.Oldest).At(terms, there.Due) is not { } next)
            {
                return null;
            }

            there = next;
            if (there.Sequence != from.Sequence)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives the segment state of every customer at a moment.</summary>
    public Task ReadAsync(long moment, Action<string, SegmentState> tell) => LookAsync(
        slot =>
        {
            if (At(slot, moment) is not { } segmentState)
            {
                return false;
            }

            tell(table[slot].CustomerId, segmentState);
            return true;
        },
        customer => tell(customer.Id, customer.SegmentStateAt(terms, new(moment, TimeSpan.Zero))));

    /// <summary>Looks at everyone: at what the shard knows, or, where that does not do, at the customer.</summary>
    /// <param name="look">False if the customer is to be asked.</param>
    /// <param name="ask">Gets the customer then.</param>
    public async Task LookAsync(Func<int, bool> look, Action<Customer> ask)
    {
        var asked = new List<string>();
        for (var slot = 0; slot < table.Slots; slot++)
        {
            if (table[slot].CustomerId is { } id && !look(slot))
            {
                asked.Add(id);
            }

            if (slot % SlotBatchSize == SlotBatchSize - 1)
            {
                await AskAsync(asked, ask);
                asked.Clear();
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
            }
        }

        await AskAsync(asked, ask);
    }

    /// <summary>Asks customers, some at a time. Whoever was erased meanwhile is left out.</summary>
    public async Task AskAsync(IReadOnlyList<string> ids, Action<Customer> ask)
    {
        foreach (var some in ids.Chunk(CustomerBatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var bytes in await GrainDraining.OrAsync(Task.WhenAll(some.Select(ReadAsync)), stopping))
            {
                if (bytes is not null)
                {
                    ask(CustomerCodec.Read(bytes));
                }
            }
        }
    }

    private async Task<byte[]?> ReadAsync(string id)
    {
        try
        {
            return await customers[id].ReadAsync(cancellation);
        }
        catch (Exception e) when (!GrainRetry.IsPassing(e) && !cancellation.IsCancellationRequested)
        {
            unreadable(e);
            return null;
        }
    }
}
