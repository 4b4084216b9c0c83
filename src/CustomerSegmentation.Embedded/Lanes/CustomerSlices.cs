using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Looks at every customer of a lane, some at a time, so that events flow in between.</summary>
internal static class CustomerSlices
{
    private const int SlotBatchSize = 10_000; // half a microsecond per packed customer: some milliseconds of a lane

    /// <param name="lane">Whose customers; what is looked with runs in it.</param>
    /// <param name="look">Called for one after the other, by slot.</param>
    /// <param name="cancellation">Gives up between slices.</param>
    public static async Task EachCustomerAsync(this CustomerLane lane, Action<Customer> look, CancellationToken cancellation = default)
    {
        for (int? from = 0; from is { } start;)
        {
            from = await lane.AskAsync(owner =>
            {
                var end = Math.Min(start + SlotBatchSize, owner.Customers.Columns.Count);
                for (var slot = start; slot < end; slot++)
                {
                    if (owner.Customers[slot] is { } customer)
                    {
                        look(customer);
                    }
                }

                return end < owner.Customers.Columns.Count ? end : (int?)null;
            }).WaitAsync(cancellation);
        }
    }

    /// <summary>
    /// Reads the segment state of every customer as of a moment, some at a time, so that events are recorded in between.
    /// </summary>
    public static async Task ReadRowsAsync(this CustomerLane lane, DateTimeOffset now, Action<LaneRow> read)
    {
        for (int? from = 0; from is { } first;)
        {
            from = await lane.AskAsync(owner =>
            {
                var columns = owner.Customers.Columns;
                var end = owner.Customers.EndOfSlice(first, now);
                for (var slot = first; slot < end; slot++)
                {
                    if (columns.Segment[slot] != LaneColumns.Free)
                    {
                        read(owner.Customers.RowAt(slot, owner.Terms, now));
                    }
                }

                return end < columns.Count ? end : (int?)null;
            });
        }
    }
}
