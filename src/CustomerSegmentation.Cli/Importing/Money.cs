namespace CustomerSegmentation.Cli.Importing;

/// <summary>Sums of quantities times prices, as fine as the contract allows.</summary>
internal static class Money
{
    public static decimal Round(decimal amount) => decimal.Round(amount, 4, MidpointRounding.ToEven);
}
