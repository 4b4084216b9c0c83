namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>Sums of money as answers have them.</summary>
internal static class RoundedMoney
{
    private const int Places = 4; // as many as an amount may have

    /// <summary>Without the dust that adding binary fractions leaves.</summary>
    public static double Of(double sum) => Math.Round(sum, Places);
}
