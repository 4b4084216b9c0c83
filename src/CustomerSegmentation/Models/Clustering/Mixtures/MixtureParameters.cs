using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>A mixture as expectation needs it; means are relative to a table's origin.</summary>
internal sealed class MixtureParameters
{
    /// <summary>A component that represents fewer rows than this has lost them all.</summary>
    private const double NoRows = 1e-6;

    private MixtureParameters(int k, int width)
    {
        Width = width;
        Weights = new double[k];
        Means = new double[k][];
        Covariances = new double[k][];
        Whitening = new double[k][];
        LogFactors = new double[k];
        OnFloor = new bool[k];
    }

    public int Width { get; }

    public int K => Weights.Length;

    public double[] Weights { get; }

    public double[][] Means { get; }

    public double[][] Covariances { get; }

    /// <summary>W = L⁻¹ of each covariance L Lᵀ: the Mahalanobis distance of x is the length of W(x − mean).</summary>
    public double[][] Whitening { get; }

    /// <summary>ln(weight · |W| · (2π)^(−d/2)): a component's log density at its mean.</summary>
    public double[] LogFactors { get; }

    /// <summary>Which components lie on the floor, or have lost their rows.</summary>
    public bool[] OnFloor { get; }

    /// <summary>Those of known components.</summary>
    public static MixtureParameters Of(IReadOnlyList<MixtureComponent> components, double[] origin)
    {
        var parameters = new MixtureParameters(components.Count, origin.Length);
        for (var c = 0; c < components.Count; c++)
        {
            double[] mean = [.. components[c].Mean.Select((x, i) => x - origin[i])];
            parameters.Set(c, components[c].Weight, mean, [.. components[c].Covariance.SelectMany(row => row)]);
        }

        return parameters;
    }

    /// <summary>
    /// The parameters of highest likelihood for these moments. A component that has lost its rows keeps its place
    /// with weight 0.
    /// </summary>
    /// <param name="around">The means that the moments were taken around.</param>
    /// <param name="moments">Of the rows.</param>
    /// <param name="shape">What the covariances may look like.</param>
    /// <param name="floor">What they may not be below.</param>
    public static MixtureParameters Maximise(
        double[][] around, MixtureMoments moments, CovarianceShape shape, CovarianceFloor floor)
    {
        var (k, width) = (around.Length, around[0].Length);
        var parameters = new MixtureParameters(k, width);
        double[] masses = [.. Enumerable.Range(0, k).Select(c => moments.Mass(c) < NoRows ? 0 : moments.Mass(c))];
        var total = Blocks.InOrder(masses);
        double[][] moves = [.. masses.Select((mass, c) => mass > 0 ? moments.Move(c) : new double[width])];
        double[][] covariances = [.. masses.Select((mass, c) => mass > 0 ? moments.Covariance(c, moves[c]) : new double[width * width])];
        if (shape == CovarianceShape.Tied)
        {
            var pooled = new double[width * width];
            for (var i = 0; i < pooled.Length; i++)
            {
                pooled[i] = Blocks.InOrder([.. masses.Select((mass, c) => mass / total * covariances[c][i])]);
            }

            Array.Fill(covariances, pooled);
        }

        for (var c = 0; c < k; c++)
        {
            if (shape == CovarianceShape.Spherical)
            {
                Round(covariances[c], width);
            }

            double[] mean = [.. around[c].Zip(moves[c], (x, move) => x + move)];
            (var covariance, parameters.OnFloor[c]) = floor.Raise(covariances[c], shape);
            parameters.OnFloor[c] |= masses[c] == 0;
            parameters.Set(c, masses[c] / total, mean, covariance);
        }

        return parameters;
    }

    /// <summary>The components in the rows' own units.</summary>
    public MixtureComponent[] Components(double[] origin) =>
    [
        .. Enumerable.Range(0, K).Select(c => new MixtureComponent(
            Weights[c],
            [.. Means[c].Select((x, i) => x + origin[i])],
            [.. Covariances[c].Chunk(Width)])),
    ];

    private void Set(int c, double weight, double[] mean, double[] covariance)
    {
        var lower = Cholesky.Factor(covariance, Width)
            ?? throw new ArgumentException($"The covariance of component {c} is not positive definite.", nameof(covariance));
        (Weights[c], Means[c], Covariances[c], Whitening[c]) = (weight, mean, covariance, Cholesky.Invert(lower, Width));
        LogFactors[c] = Math.Log(weight) - (Width / 2.0 * Math.Log(2 * Math.PI));
        for (var i = 0; i < covariance.Length; i += Width + 1)
        {
            LogFactors[c] -= Math.Log(lower[i]);
        }
    }

    private static void Round(double[] covariance, int width)
    {
        double trace = 0;
        for (var i = 0; i < covariance.Length; i += width + 1)
        {
            trace += covariance[i];
        }

        for (var i = 0; i < covariance.Length; i += width + 1)
        {
            covariance[i] = trace / width;
        }
    }
}
