namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>Square matrices are arrays, row by row; a lower triangle has zeros above its diagonal.</summary>
internal static class Cholesky
{
    /// <summary>The lower triangle L with L Lᵀ = <paramref name="matrix"/>; null when that is not positive definite.</summary>
    public static double[]? Factor(double[] matrix, int size)
    {
        var lower = new double[matrix.Length];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[(i * size) + j];
                for (var m = 0; m < j; m++)
                {
                    rest -= lower[(i * size) + m] * lower[(j * size) + m];
                }

                if (i == j && !(rest > 0))
                {
                    return null;
                }

                lower[(i * size) + j] = i == j ? Math.Sqrt(rest) : rest / lower[(j * size) + j];
            }
        }

        return lower;
    }

    /// <summary>The inverse of a lower triangle.</summary>
    public static double[] Invert(double[] lower, int size)
    {
        var inverse = new double[lower.Length];
        for (var column = 0; column < size; column++)
        {
            for (var i = column; i < size; i++)
            {
                double sum = i == column ? 1 : 0;
                for (var m = column; m < i; m++)
                {
                    sum -= lower[(i * size) + m] * inverse[(m * size) + column];
                }

                inverse[(i * size) + column] = sum / lower[(i * size) + i];
            }
        }

        return inverse;
    }
}
