using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Migrations;

/// <summary>How many customers a state will have by a Markov chain, and an interval for that number.</summary>
/// <param name="Expected">The chain's mean.</param>
/// <param name="Low">5 % of the simulated sizes are below.</param>
/// <param name="High">5 % of the simulated sizes are above.</param>
public readonly record struct ExpectedSize(double Expected, double Low, double High);

/// <summary>Sizes after some days by a Markov chain, with an interval by parametric bootstrap.</summary>
/// <remarks>
/// Each of the draws takes every rate anew, from a gamma distribution whose shape is the number of moves seen (so a rate
/// behind which there are few moves varies much, and one never seen stays 0), and then the sizes: customers move
/// independently, so a size is a sum of binomials, here a normal of the same mean and variance. The interval therefore
/// covers that the rates are estimated and that customers are few. It does not cover that tomorrow may be unlike the
/// span, nor that customers who came together leave together. The same seed gives the same interval on every machine.
/// </remarks>
public static class ExpectedSizes
{
    /// <summary>The number of draws that the interval is computed from.</summary>
    public const int Draws = 1_000;

    /// <summary>How often the interval should contain the size.</summary>
    public const double Coverage = 0.9;

    private const int Tail = Draws / 20; // on either side

    /// <summary>One row per horizon, one entry per state.</summary>
    /// <param name="rates">How customers move.</param>
    /// <param name="sizes">Customers of each state now.</param>
    /// <param name="horizons">Days from now.</param>
    /// <param name="seed">Of the draws.</param>
    public static IReadOnlyList<IReadOnlyList<ExpectedSize>> Of(
        TransitionRates rates, IReadOnlyList<long> sizes, IReadOnlyList<int> horizons, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(horizons);
        var likely = rates.Generator(moves => moves);
        var drawn = horizons.Select(_ => sizes.Select(_ => new double[Draws]).ToArray()).ToArray();
        var random = new SplitMix(seed);
        var all = sizes.Sum();
        for (var draw = 0; draw < Draws; draw++)
        {
            var generator = rates.Generator(moves => Distributions.Gamma(ref random, moves));
            for (var h = 0; h < horizons.Count; h++)
            {
                var moments = Moments(sizes, TransitionMatrix.After(horizons[h], generator));
                for (var state = 0; state < moments.Length; state++)
                {
                    var (mean, variance) = moments[state];
                    drawn[h][state][draw] = Math.Clamp(
                        mean + (Math.Sqrt(variance) * Distributions.Normal(ref random)), 0, all);
                }
            }
        }

        return [.. horizons.Select((days, h) => (IReadOnlyList<ExpectedSize>)
            [.. Moments(sizes, TransitionMatrix.After(days, likely)).Select((moment, state) => Among(moment.Mean, drawn[h][state]))])];
    }

    /// <summary>Mean and variance of the size of each state: customers of a state move independently.</summary>
    private static (double Mean, double Variance)[] Moments(IReadOnlyList<long> sizes, double[,] shares)
    {
        var moments = new (double Mean, double Variance)[sizes.Count];
        for (var from = 0; from < sizes.Count; from++)
        {
            for (var to = 0; to < sizes.Count; to++)
            {
                var share = Math.Clamp(shares[from, to], 0, 1);
                moments[to].Mean += sizes[from] * share;
                moments[to].Variance += sizes[from] * share * (1 - share);
            }
        }

        return moments;
    }

    private static ExpectedSize Among(double expected, double[] drawn)
    {
        Array.Sort(drawn);
        return new(expected, drawn[Tail - 1], drawn[^Tail]);
    }
}
