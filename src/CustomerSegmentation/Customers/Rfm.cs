namespace CustomerSegmentation.Customers;

/// <summary>Recency, frequency and monetary value as of a moment, over the rolling window.</summary>
/// <param name="RecencyDays">Days, with fraction, since the newest counting order.</param>
/// <param name="Frequency">Number of counting orders; at least 1.</param>
/// <param name="Monetary">Sum of their values in the reporting currency; above 0.</param>
public readonly record struct Rfm(double RecencyDays, int Frequency, decimal Monetary)
{
    /// <summary>Days, with fraction, from the newest counting order until a moment (both UTC ticks); never negative.</summary>
    public static double DaysSince(long newest, long moment) =>
        Math.Max(0, moment - newest) / (double)TimeSpan.TicksPerDay;
}
