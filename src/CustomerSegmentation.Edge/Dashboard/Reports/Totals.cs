namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>Customers added up.</summary>
/// <param name="Customers">How many.</param>
/// <param name="RecencyDays">Sum of their recencies.</param>
/// <param name="Orders">Sum of their counting orders.</param>
/// <param name="Spend">Sum of their monetary values, in the reporting currency.</param>
public readonly record struct Totals(long Customers, double RecencyDays, long Orders, double Spend)
{
    /// <summary>Mean recency; 0 of nobody.</summary>
    public double MeanRecencyDays => Customers == 0 ? 0 : RecencyDays / Customers;

    /// <summary>Mean number of orders; 0 of nobody.</summary>
    public double MeanOrders => Customers == 0 ? 0 : (double)Orders / Customers;

    /// <summary>Mean monetary value of a customer; 0 of nobody.</summary>
    public double MeanSpend => Customers == 0 ? 0 : Spend / Customers;

    /// <summary>Mean value of an order; 0 where there is none.</summary>
    public double MeanOrder => Orders == 0 ? 0 : Spend / Orders;

    /// <summary>Both together.</summary>
    public Totals Plus(Totals other) =>
        new(Customers + other.Customers, RecencyDays + other.RecencyDays, Orders + other.Orders, Spend + other.Spend);
}
