using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>
/// Expectation–maximisation (Dempster, Laird and Rubin 1977): weigh every row with what each component has to do with
/// it, then give each component the mean and covariance of its rows, until the likelihood converges. It never falls.
/// </summary>
internal sealed class ExpectationMaximisation
{
    private readonly NumericColumns _table;
    private readonly Blocks _blocks;
    private readonly GaussianMixtureOptions _options;
    private readonly CovarianceFloor _floor;
    private readonly MixtureMoments _moments;
    private readonly double[][] _blockMoments;
    private readonly List<double> _logLikelihoods = [];

    private ExpectationMaximisation(NumericColumns table, GaussianMixtureOptions options, CancellationToken cancellation)
    {
        _table = table;
        _options = options;
        _blocks = new(table.Rows, ExpectationStep.Rows, options.Threads ?? Environment.ProcessorCount, cancellation);
        _floor = new(table, options.VarianceFloor);
        _moments = new(options.K, table.Width, AxesOnly);
        _blockMoments = [.. Enumerable.Range(0, _blocks.Count).Select(_ => new double[_moments.Length])];
    }

    private bool AxesOnly => _options.Shape is CovarianceShape.Diagonal or CovarianceShape.Spherical;

    /// <summary>Runs from clusters of rows.</summary>
    public static MixtureFit Run(
        NumericColumns table, Partition start, GaussianMixtureOptions options, CancellationToken cancellation)
    {
        var run = new ExpectationMaximisation(table, options, cancellation);
        double[][] around = [.. start.Centroids.Select(c => c.Select((x, i) => x - table.Origin[i]).ToArray())];
        run._blocks.ForEach((b, from, to) =>
        {
            using var step = new ExpectationStep(table, options.K);
            step.Give(from, to, start.Labels);
            step.SumMoments(around, run._moments, run._blockMoments[b]);
        });
        return run.Run(run.Maximise(around));
    }

    /// <summary>Runs from a mixture.</summary>
    public static MixtureFit Run(
        NumericColumns table, IReadOnlyList<MixtureComponent> start, GaussianMixtureOptions options, CancellationToken cancellation) =>
        new ExpectationMaximisation(table, options, cancellation).Run(MixtureParameters.Of(start, table.Origin));

    private MixtureFit Run(MixtureParameters parameters)
    {
        var rest = _options.Tolerance * _table.Rows;
        var rounds = 0;
        var converged = false;
        for (var last = Expect(parameters); !converged && rounds < _options.MaxIterations; rounds++)
        {
            parameters = Maximise(parameters.Means);
            var next = Expect(parameters);
            converged = next - last <= rest;
            last = next;
        }

        return new(_table, _options.Shape, parameters, _logLikelihoods, converged);
    }

    private MixtureParameters Maximise(double[][] around)
    {
        _moments.Add(_blockMoments);
        return MixtureParameters.Maximise(around, _moments, _options.Shape, _floor);
    }

    private double Expect(MixtureParameters parameters)
    {
        var sums = new double[_blocks.Count];
        _blocks.ForEach((b, from, to) =>
        {
            using var step = new ExpectationStep(_table, _options.K);
            sums[b] = step.Judge(from, to, parameters, AxesOnly);
            step.SumMoments(parameters.Means, _moments, _blockMoments[b]);
        });
        var logLikelihood = Blocks.InOrder(sums);
        _logLikelihoods.Add(logLikelihood);
        return logLikelihood;
    }
}
