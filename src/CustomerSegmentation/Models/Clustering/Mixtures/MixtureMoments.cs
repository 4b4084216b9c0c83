namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>
/// What maximisation needs to know of the rows, for every component: the sum of responsibilities, and the sums of
/// x − c and of (x − c)(x − c)ᵀ weighted with them, where c is the component's mean of the round before. So near the
/// mean nothing cancels when the covariance is taken.
/// </summary>
internal sealed class MixtureMoments(int k, int width, bool axesOnly)
{
    private readonly int _size = 1 + width + (axesOnly ? width : width * (width + 1) / 2);

    /// <summary>Whether the products of different columns are left out.</summary>
    public bool AxesOnly => axesOnly;

    /// <summary>Numbers of all components.</summary>
    public int Length => k * _size;

    /// <summary>All sums, component by component: mass, first moments, second moments (lower triangle, row by row).</summary>
    public double[] Sums { get; } = new double[k * (1 + width + (axesOnly ? width : width * (width + 1) / 2))];

    public Span<double> Of(double[] sums, int component) => sums.AsSpan(component * _size, _size);

    public double Mass(int component) => Sums[component * _size];

    /// <summary>How far the mean has moved.</summary>
    public double[] Move(int component)
    {
        var sums = Of(Sums, component);
        var move = new double[width];
        for (var i = 0; i < width; i++)
        {
            move[i] = sums[1 + i] / sums[0];
        }

        return move;
    }

    /// <summary>Around the mean that has moved; row by row.</summary>
    public double[] Covariance(int component, double[] move)
    {
        var sums = Of(Sums, component);
        var covariance = new double[width * width];
        var at = 1 + width;
        for (var i = 0; i < width; i++)
        {
            for (var j = axesOnly ? i : 0; j <= i; j++)
            {
                covariance[(i * width) + j] = covariance[(j * width) + i] = (sums[at++] / sums[0]) - (move[i] * move[j]);
            }
        }

        return covariance;
    }

    /// <summary>Replaces the sums by those of all blocks, added in block order.</summary>
    public void Add(double[][] blockSums)
    {
        Array.Clear(Sums);
        foreach (var sums in blockSums)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                Sums[i] += sums[i];
            }
        }
    }
}
