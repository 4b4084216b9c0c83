using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Customers.Orders;

/// <summary>
/// Where one more order leads, by its amount. The model says at which monetary values its answer may change; between
/// two of them it is the same throughout, so one question in the middle of each stretch tells all, and a bisection over
/// amounts the first that gets there.
/// </summary>
internal sealed class SmallestOrders(SegmentModel model, int frequency, decimal monetary)
{
    /// <summary>The smallest amount there is.</summary>
    public const decimal Step = 0.0001m;

    /// <summary>The largest amount that <see cref="EventValidator"/> admits.</summary>
    public const decimal Largest = 999_999_999_999_999.9999m;

    private const decimal Narrow = 64 * Step; // a stretch that is looked at amount by amount
    private const int Beside = 8; // amounts beside a boundary that rounding may reach
    private const int MaxSteps = 1 << 20;

    private readonly Dictionary<int, decimal> _smallest = [];

    /// <summary>
    /// Every segment that some order now leads to, by its index, with the smallest amount that does.
    /// </summary>
    /// <param name="model">Assigns; recency is 0 after an order.</param>
    /// <param name="frequency">Counting orders without the new one.</param>
    /// <param name="monetary">Their sum.</param>
    public static IReadOnlyDictionary<int, decimal> Of(SegmentModel model, int frequency, decimal monetary)
    {
        var orders = new SmallestOrders(model, frequency, monetary);
        orders.Look();
        return orders._smallest;
    }

    private void Look()
    {
        Note(Step, At(Step));
        var (known, begin) = (Step, Step);
        foreach (var end in Boundaries())
        {
            if (end - begin < Narrow)
            {
                NoteEach(begin, end);
            }
            else
            {
                known = Probe(known, Floor(begin + ((end - begin) / 2)));
            }

            begin = end;
        }

        Probe(known, Math.Min(Largest, Floor((2 * begin) + 1)));
        foreach (var segment in _smallest.Keys)
        {
            Descend(segment);
        }
    }

    /// <summary>
    /// Of amounts so large that their logarithms differ less than they are rounded, more than those beside a boundary may
    /// lead there.
    /// </summary>
    private void Descend(int segment)
    {
        var amount = _smallest[segment];
        for (var steps = 0; steps < MaxSteps && amount > Step && At(amount - Step) == segment; steps++)
        {
            amount -= Step;
        }

        _smallest[segment] = amount;
    }

    /// <summary>The model's boundaries as amounts of the new order.</summary>
    private IEnumerable<decimal> Boundaries() => model.MonetaryBoundaries(recencyDays: 0, frequency + 1)
        .Where(value => value > 0 && value < (double)Largest)
        .Select(value => (decimal)value - monetary)
        .Where(amount => amount is > Step and < Largest);

    /// <summary>Asks in the middle of a stretch; if it leads elsewhere than an amount before, finds the first that does.</summary>
    private decimal Probe(decimal known, decimal middle)
    {
        var segment = At(middle);
        if (At(known) == segment)
        {
            return middle;
        }

        var (below, first) = (known, middle);
        while (first - below > Step)
        {
            var between = Floor(below + ((first - below) / 2));
            (below, first) = At(between) == segment ? (below, between) : (between, first);
        }

        // Where rounding makes the answer flicker beside the boundary, an amount before may lead there already.
        for (var amount = Math.Max(Step, first - (Beside * Step)); amount < first; amount += Step)
        {
            Note(amount, At(amount));
        }

        Note(first, segment);
        return middle;
    }

    private void NoteEach(decimal begin, decimal end)
    {
        var last = Math.Min(Largest, Floor(end) + (Beside * Step));
        for (var amount = Math.Max(Step, Floor(begin) - (Beside * Step)); amount <= last; amount += Step)
        {
            Note(amount, At(amount));
        }
    }

    private void Note(decimal amount, int segment)
    {
        if (!_smallest.TryGetValue(segment, out var smallest) || amount < smallest)
        {
            _smallest[segment] = amount;
        }
    }

    private int At(decimal amount) => model.Assign(0, frequency + 1, (double)(monetary + amount));

    private static decimal Floor(decimal amount) => decimal.Round(amount, 4, MidpointRounding.ToZero);
}
