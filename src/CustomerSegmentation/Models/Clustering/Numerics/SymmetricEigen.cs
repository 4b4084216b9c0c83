namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, §8.5):
/// slow for large ones, and accurate for the small eigenvalues, on which a floor depends.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 60;

    /// <summary>Values, and vectors in the columns of a matrix that is held row by row.</summary>
    public static (double[] Values, double[] Vectors) Of(double[] matrix, int size)
    {
        var a = (double[])matrix.Clone();
        var vectors = new double[a.Length];
        for (var i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        for (var sweep = 0; sweep < MaxSweeps && OffDiagonal(a, size) > 0; sweep++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    Rotate(a, vectors, size, p, q);
                }
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => a[(i * size) + i])], vectors);
    }

    /// <summary>Turns rows and columns p and q so that their common element becomes 0.</summary>
    private static void Rotate(double[] a, double[] vectors, int size, int p, int q)
    {
        var off = a[(p * size) + q];
        if (off == 0)
        {
            return;
        }

        var theta = (a[(q * size) + q] - a[(p * size) + p]) / (2 * off);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cos = 1 / Math.Sqrt((t * t) + 1);
        var sin = t * cos;
        for (var i = 0; i < size; i++)
        {
            Turn(ref a[(i * size) + p], ref a[(i * size) + q]);
        }

        for (var i = 0; i < size; i++)
        {
            Turn(ref a[(p * size) + i], ref a[(q * size) + i]);
            Turn(ref vectors[(i * size) + p], ref vectors[(i * size) + q]);
        }

        a[(p * size) + q] = a[(q * size) + p] = 0;

        void Turn(ref double x, ref double y) => (x, y) = ((cos * x) - (sin * y), (sin * x) + (cos * y));
    }

    private static double OffDiagonal(double[] a, int size)
    {
        double sum = 0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += Math.Abs(a[(i * size) + j]);
            }
        }

        return sum;
    }
}
