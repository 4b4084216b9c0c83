using System.Runtime.CompilerServices;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A row whose work was not done as it says has no number.</summary>
internal static class Check
{
    public static void Equal(long expected, long actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{what} is {actual:N0} and should be {expected:N0}: the measurement does not count.");
        }
    }

    public static void True(bool holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        if (!holds)
        {
            throw new InvalidOperationException($"'{what}' does not hold: the measurement does not count.");
        }
    }
}
