namespace CustomerSegmentation.Customers;

/// <summary>
/// Money in its one form: at least two decimals, and no zeros behind those. So 55.50 is 55.50 wherever it has been: in memory, packed,
/// on disk, or summed of other amounts.
/// </summary>
public static class Money
{
    /// <summary>Decimals that are always there.</summary>
    public const int Decimals = 2;

    private const decimal Zero = 0.00m;

    /// <summary>An amount in its one form; the same number.</summary>
    public static decimal Normal(decimal amount) => amount.Scale == Decimals ? amount : Trimmed(amount);

    private static decimal Trimmed(decimal amount)
    {
        while (amount.Scale > Decimals && decimal.Round(amount, amount.Scale - 1) is var shorter && shorter == amount)
        {
            amount = shorter;
        }

        return amount.Scale < Decimals ? amount + Zero : amount;
    }
}
