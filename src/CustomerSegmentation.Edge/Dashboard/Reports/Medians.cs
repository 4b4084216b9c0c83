using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>The middle of customers' figures, each by itself: half of them have no more.</summary>
/// <param name="RecencyDays">Days since the newest counting order.</param>
/// <param name="Orders">Counting orders.</param>
/// <param name="Spend">Monetary value, in the reporting currency.</param>
public readonly record struct Medians(double RecencyDays, double Orders, double Spend);

/// <summary>Figures of customers, a column each; 24 bytes a customer, for as long as they are counted.</summary>
public sealed class FigureColumns
{
    private readonly List<double> _recencyDays = [];
    private readonly List<double> _orders = [];
    private readonly List<double> _spend = [];

    /// <summary>One customer more.</summary>
    public void Add(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        _recencyDays.Add(member.RecencyDays);
        _orders.Add(member.Frequency);
        _spend.Add((double)member.Monetary);
    }

    /// <summary>All customers of another.</summary>
    public void Add(FigureColumns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _recencyDays.AddRange(other._recencyDays);
        _orders.AddRange(other._orders);
        _spend.AddRange(other._spend);
    }

    /// <summary>Their medians, exactly; 0 of nobody. Sorts the columns.</summary>
    public Medians Medians() => new(Median(_recencyDays), Median(_orders), Median(_spend));

    /// <summary>Of an even number the mean of the two in the middle.</summary>
    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
