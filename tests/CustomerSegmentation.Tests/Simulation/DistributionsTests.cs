using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Tests.Simulation;

public class DistributionsTests
{
    private const int Draws = 200_000;

    // Mean and variance of a gamma with scale 1 are its shape. Four standard errors of the mean.
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(6.25)]
    public void A_gamma_has_its_shape_as_mean_and_variance(double shape)
    {
        var random = new SplitMix(7);
        var (mean, variance) = Moments(() => Distributions.Gamma(ref random, shape));

        mean.ShouldBe(shape, 4 * Math.Sqrt(shape / Draws));
        variance.ShouldBe(shape, shape * 0.05);
    }

    // Mean a/(a+b), variance ab/((a+b)²(a+b+1)).
    [Fact]
    public void A_beta_has_the_mean_and_variance_of_the_textbook()
    {
        var random = new SplitMix(8);
        var (mean, variance) = Moments(() => Distributions.Beta(ref random, 0.8, 6));

        mean.ShouldBe(0.8 / 6.8, 0.001);
        variance.ShouldBe(0.8 * 6 / (6.8 * 6.8 * 7.8), 0.0005);
    }

    [Fact]
    public void A_normal_has_mean_0_and_variance_1_and_5_percent_beyond_1_96()
    {
        var random = new SplitMix(9);
        var beyond = 0;
        var (mean, variance) = Moments(() =>
        {
            var x = Distributions.Normal(ref random);
            beyond += Math.Abs(x) > 1.959964 ? 1 : 0;
            return x;
        });

        mean.ShouldBe(0, 0.01);
        variance.ShouldBe(1, 0.015);
        (beyond / (double)Draws).ShouldBe(0.05, 0.002);
    }

    private static (double Mean, double Variance) Moments(Func<double> draw)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = draw();
            sum += x;
            squares += x * x;
        }

        var mean = sum / Draws;
        return (mean, (squares / Draws) - (mean * mean));
    }
}
