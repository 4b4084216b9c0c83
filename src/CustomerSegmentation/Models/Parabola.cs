namespace CustomerSegmentation.Models;

/// <summary>How one segment's lead over another goes as recency grows: a t² + b t + c.</summary>
internal static class Parabola
{
    /// <summary>
    /// Where it, not above 0 at t = 0, first rises above 0; infinity where it never does. That is the root with a
    /// positive slope, which for a parabola open below lies ahead only if it rises now.
    /// </summary>
    public static double FirstRise(double a, double b, double c)
    {
        var discriminant = (b * b) - (4 * a * c);
        if (b > 0)
        {
            return discriminant > 0 ? -2 * c / (b + Math.Sqrt(discriminant)) : double.PositiveInfinity;
        }

        return a > 0 ? (-b + Math.Sqrt(discriminant)) / (2 * a) : double.PositiveInfinity;
    }
}
