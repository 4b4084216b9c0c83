using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>A Gaussian mixture fitted to rows.</summary>
public sealed class MixtureFit
{
    internal MixtureFit(
        NumericColumns rows, CovarianceShape shape, MixtureParameters parameters, IReadOnlyList<double> logLikelihoods, bool converged)
    {
        (Shape, Rows, Converged) = (shape, rows.Rows, converged);
        Components = parameters.Components(rows.Origin);
        LogLikelihoods = logLikelihoods;
        Collapsed = [.. Enumerable.Range(0, parameters.K).Where(c => parameters.OnFloor[c])];
        Parameters = ParametersOf(shape, parameters.K, parameters.Width);
    }

    /// <summary>What the components may look like.</summary>
    public CovarianceShape Shape { get; }

    /// <summary>In the rows' own units.</summary>
    public IReadOnlyList<MixtureComponent> Components { get; }

    /// <summary>Number of components.</summary>
    public int K => Components.Count;

    /// <summary>How many rows it was fitted to.</summary>
    public int Rows { get; }

    /// <summary>Natural logarithm of the density of all rows, at the start and after every round. Never falls.</summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>Log-likelihood of the result.</summary>
    public double LogLikelihood => LogLikelihoods[^1];

    /// <summary>Rounds of expectation and maximisation.</summary>
    public int Iterations => LogLikelihoods.Count - 1;

    /// <summary>False when the rounds ran out first.</summary>
    public bool Converged { get; }

    /// <summary>
    /// The components that lie on the variance floor, by index: they have shrunk onto a point, a line or a plane (such
    /// as that of all customers with one order), or have lost all rows. The likelihood then says how low the floor is,
    /// and nothing about how well the mixture fits.
    /// </summary>
    public IReadOnlyList<int> Collapsed { get; }

    /// <summary>Free parameters: k − 1 weights, k means and what the covariances have.</summary>
    public int Parameters { get; }

    /// <summary>
    /// Bayesian information criterion (Schwarz 1978), −2 ln L + p ln n: lower is better. Null when a component has
    /// collapsed, as it would be a figure of the floor.
    /// </summary>
    public double? Bic => Collapsed.Count > 0 ? null : (-2 * LogLikelihood) + (Parameters * Math.Log(Rows));

    /// <summary>Akaike information criterion (1974), −2 ln L + 2p: lower is better. Null as <see cref="Bic"/> is.</summary>
    public double? Aic => Collapsed.Count > 0 ? null : (-2 * LogLikelihood) + (2.0 * Parameters);

    /// <summary>The most probable component of every row; ties to the lower index.</summary>
    /// <exception cref="ArgumentException">Rows of another width.</exception>
    public int[] Label(NumericColumns rows, int? threads = null, CancellationToken cancellation = default)
    {
        var labels = new int[Width(rows)];
        ForEachBlock(rows, threads, Choose, cancellation);
        return labels;

        void Choose(ExpectationStep step, int from, int to)
        {
            for (var row = from; row < to; row++)
            {
                for (var c = 1; c < K; c++)
                {
                    labels[row] = step.Posteriors(c)[row - from] > step.Posteriors(labels[row])[row - from] ? c : labels[row];
                }
            }
        }
    }

    /// <summary>The soft membership: for every component one probability a row; those of a row sum to 1.</summary>
    /// <exception cref="ArgumentException">Rows of another width.</exception>
    public double[][] Posteriors(NumericColumns rows, int? threads = null, CancellationToken cancellation = default)
    {
        var count = Width(rows);
        double[][] posteriors = [.. Enumerable.Range(0, K).Select(_ => new double[count])];
        ForEachBlock(rows, threads, Copy, cancellation);
        return posteriors;

        void Copy(ExpectationStep step, int from, int to)
        {
            for (var c = 0; c < K; c++)
            {
                step.Posteriors(c).CopyTo(posteriors[c].AsSpan(from..to));
            }
        }
    }

    private static int ParametersOf(CovarianceShape shape, int k, int width) => (k - 1) + (k * width) + shape switch
    {
        CovarianceShape.Full => k * width * (width + 1) / 2,
        CovarianceShape.Diagonal => k * width,
        CovarianceShape.Tied => width * (width + 1) / 2,
        _ => k,
    };

    private int Width(NumericColumns rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Width == Components[0].Mean.Count
            ? rows.Rows
            : throw new ArgumentException($"The mixture is of {Components[0].Mean.Count} columns; the rows have {rows.Width}.", nameof(rows));
    }

    private void ForEachBlock(
        NumericColumns rows, int? threads, Action<ExpectationStep, int, int> body, CancellationToken cancellation)
    {
        var parameters = MixtureParameters.Of(Components, rows.Origin);
        var axesOnly = Shape is CovarianceShape.Diagonal or CovarianceShape.Spherical;
        var blocks = new Blocks(rows.Rows, ExpectationStep.Rows, threads ?? Environment.ProcessorCount, cancellation);
        blocks.ForEach((_, from, to) =>
        {
            using var step = new ExpectationStep(rows, K);
            step.Judge(from, to, parameters, axesOnly);
            body(step, from, to);
        });
    }
}
