namespace CustomerSegmentation.Simulation;

/// <summary>Draws from the distributions that the shop is made of.</summary>
internal static class Distributions
{
    /// <summary>Exponential with mean 1.</summary>
    public static double Exponential(ref SplitMix random) => -PortableMath.Log(random.NextOpen());

    /// <summary>Standard normal (Marsaglia's polar method, 1964; the second number of the pair is dropped).</summary>
    public static double Normal(ref SplitMix random)
    {
        while (true)
        {
            var u = (2 * random.NextDouble()) - 1;
            var v = (2 * random.NextDouble()) - 1;
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
            }
        }
    }

    /// <summary>Gamma with scale 1, so its mean is the shape (Marsaglia and Tsang, 2000).</summary>
    public static double Gamma(ref SplitMix random, double shape)
    {
        if (shape < 1)
        {
            // Their section 6: a gamma of shape a is one of shape a + 1 times U^(1/a).
            return Gamma(ref random, shape + 1) * Power(random.NextOpen(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(ref random);
            var v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            var u = random.NextOpen();
            if (u < 1 - (0.0331 * x * x * x * x)
                || PortableMath.Log(u) < (0.5 * x * x) + (d * (1 - v + PortableMath.Log(v))))
            {
                return d * v;
            }
        }
    }

    /// <summary>Beta, as the share of one gamma in the sum of two.</summary>
    public static double Beta(ref SplitMix random, double a, double b)
    {
        var x = Gamma(ref random, a);
        return x / (x + Gamma(ref random, b));
    }

    // Below e^−700 nothing that a shop could notice is left.
    private static double Power(double x, double exponent)
    {
        var log = PortableMath.Log(x) * exponent;
        return log < -700 ? 0 : PortableMath.Exp(log);
    }
}
