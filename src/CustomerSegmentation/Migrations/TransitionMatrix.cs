namespace CustomerSegmentation.Migrations;

/// <summary>Where customers of each state are after some time, as shares: rows sum to 1.</summary>
internal static class TransitionMatrix
{
    private const int Terms = 12; // with a norm of ½ the next term of the series is below 1e-13

    /// <summary>
    /// The exponential of a generator times a span, by scaling, a Taylor series and squaring (Moler and Van Loan 2003,
    /// "Nineteen dubious ways to compute the exponential of a matrix", method 3).
    /// </summary>
    public static double[,] After(double days, double[,] generator)
    {
        var width = generator.GetLength(0);
        var norm = Enumerable.Range(0, width).Select(i => Math.Abs(generator[i, i]) * 2 * days).Append(0).Max();
        var squarings = norm <= 0.5 ? 0 : (int)Math.Ceiling(Math.Log2(norm / 0.5));
        var scale = days / Math.Pow(2, squarings);
        var step = new double[width, width];
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j < width; j++)
            {
                step[i, j] = generator[i, j] * scale;
            }
        }

        // Horner: I + A(I + A/2(I + A/3(…))).
        var sum = Identity(width);
        for (var term = Terms; term >= 1; term--)
        {
            sum = Times(step, sum, 1.0 / term);
            for (var i = 0; i < width; i++)
            {
                sum[i, i] += 1;
            }
        }

        for (; squarings > 0; squarings--)
        {
            sum = Times(sum, sum, 1);
        }

        return sum;
    }

    private static double[,] Identity(int width)
    {
        var identity = new double[width, width];
        for (var i = 0; i < width; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    private static double[,] Times(double[,] a, double[,] b, double factor)
    {
        var width = a.GetLength(0);
        var product = new double[width, width];
        for (var i = 0; i < width; i++)
        {
            for (var k = 0; k < width; k++)
            {
                var x = a[i, k] * factor;
                for (var j = 0; j < width; j++)
                {
                    product[i, j] += x * b[k, j];
                }
            }
        }

        return product;
    }
}
