namespace CustomerSegmentation.Customers.Events;

/// <summary>What one unit of another currency is worth in the reporting currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Rate">Above zero.</param>
public sealed record ExchangeRate(string Currency, decimal Rate)
{
    private const int Decimals = 4;

    /// <summary>An amount of that currency in the reporting currency, rounded half to even to four decimals.</summary>
    public decimal Convert(decimal amount) =>
        Money.Normal(decimal.Round(amount * Rate, Decimals, MidpointRounding.ToEven));
}
