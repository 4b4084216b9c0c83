namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>What repeats of one measurement gave.</summary>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    public static Samples One(double value) => new([value]);

    public double Low => Values.Min();

    public double High => Values.Max();

    public double Median => Quantile(0.5);

    /// <summary>Between the two nearest values, in proportion.</summary>
    public double Quantile(double share)
    {
        double[] sorted = [.. Values.Order()];
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
