using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// Whether another sample of the same kind of rows would have given the same clusters: fits to bootstrap samples
/// label one and the same set of rows, and every two of them are compared.
/// </summary>
/// <param name="MeanAdjustedRand">Mean <see cref="AdjustedRandIndex"/> over all pairs of fits: 1 is the same every time.</param>
/// <param name="Fits">How many bootstrap samples were fitted.</param>
/// <param name="Sample">How many rows they were drawn from, and labelled.</param>
public sealed record Stability(double MeanAdjustedRand, int Fits, int Sample)
{
    /// <summary>Above so many rows a random sample is used instead of all.</summary>
    public const int SampleUpTo = 2_000;

    /// <summary>Bootstrap fits.</summary>
    public const int DefaultFits = 8;

    /// <summary>Draws bootstrap samples and compares what fits to them say.</summary>
    /// <param name="rows">What is clustered.</param>
    /// <param name="fitAndLabel">Clusters the first table with a seed and gives the labels of the second one's rows.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="fits">How many; two at least.</param>
    public static Stability Of(
        NumericColumns rows, Func<NumericColumns, NumericColumns, ulong, int[]> fitAndLabel, ulong seed = 1, int fits = DefaultFits)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(fitAndLabel);
        ArgumentOutOfRangeException.ThrowIfLessThan(fits, 2);
        var random = new SeededRandom(seed);
        var common = rows.Pick(rows.SampleRows(SampleUpTo, random));
        var labels = new int[fits][];
        for (var fit = 0; fit < fits; fit++)
        {
            var drawn = new int[common.Rows];
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = random.NextBelow(common.Rows);
            }

            labels[fit] = fitAndLabel(common.Pick(drawn), common, random.NextBits());
        }

        double sum = 0;
        for (var a = 0; a < fits; a++)
        {
            for (var b = 0; b < a; b++)
            {
                sum += AdjustedRandIndex.Of(labels[a], labels[b]);
            }
        }

        return new(sum / (fits * (fits - 1) / 2), fits, common.Rows);
    }
}
