namespace CustomerSegmentation.Cli.Importing;

/// <summary>
/// Sums of quantities times prices, rounded to the four digits that the contract allows. A price that went through
/// floating-point numbers, such as 139.11999999999998, comes out as it went in.
/// </summary>
internal static class Money
{
    public static decimal Round(decimal amount) => decimal.Round(amount, 4, MidpointRounding.ToEven);
}
