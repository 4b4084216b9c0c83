namespace CustomerSegmentation.Models;

/// <summary>
/// The customers that a model is fitted to, as columns: only those with RFM, one entry each, in an order that is the
/// same for the same customers if a fit is to be repeatable. The arrays are read, not copied, and not kept.
/// </summary>
public sealed record Population
{
    /// <summary>A population of three columns of equal length.</summary>
    /// <param name="recencyDays">Days, with fraction.</param>
    /// <param name="frequency">Orders.</param>
    /// <param name="monetary">In the reporting currency.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public Population(double[] recencyDays, double[] frequency, double[] monetary)
    {
        ArgumentNullException.ThrowIfNull(recencyDays);
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(monetary);
        if (recencyDays.Length != frequency.Length || recencyDays.Length != monetary.Length)
        {
            throw new ArgumentException(
                $"Columns differ in length: {recencyDays.Length}, {frequency.Length} and {monetary.Length}.", nameof(frequency));
        }

        (RecencyDays, Frequency, Monetary) = (recencyDays, frequency, monetary);
    }

    /// <summary>Days since the newest counting order.</summary>
    public double[] RecencyDays { get; }

    /// <summary>Counting orders.</summary>
    public double[] Frequency { get; }

    /// <summary>Their value.</summary>
    public double[] Monetary { get; }

    /// <summary>Number of customers.</summary>
    public int Customers => RecencyDays.Length;

    /// <summary>
    /// The same customers by recency, then frequency, then monetary value. Customers who are equal in all three are
    /// interchangeable, so the order in which they came, and in which lane they are, cannot change a fit.
    /// </summary>
    public Population InOrder()
    {
        var rows = new (double Recency, double Frequency, double Monetary)[Customers];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (RecencyDays[i], Frequency[i], Monetary[i]);
        }

        Array.Sort(rows);
        return new(
            Array.ConvertAll(rows, row => row.Recency),
            Array.ConvertAll(rows, row => row.Frequency),
            Array.ConvertAll(rows, row => row.Monetary));
    }
}

/// <summary>Of which features a model takes log(1 + value): of all, as all three are skewed in every shop.</summary>
public sealed record LoggedFeatures(bool RecencyDays = true, bool Frequency = true, bool Monetary = true);
