using System.Runtime.Intrinsics;
using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class PortableVectorsTests
{
    [Fact]
    public void The_exponential_agrees_with_the_platform_to_the_last_places()
    {
        for (var x = 0.0; x > -708; x -= 0.0137)
        {
            Math.Abs((Exp(x) / Math.Exp(x)) - 1).ShouldBeLessThan(Math.Pow(2, -51), $"e to the power of {x}");
        }

        Exp(0).ShouldBe(1);
    }

    [Theory]
    [InlineData(-708.5, 0)]
    [InlineData(-1e300, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    public void Beyond_the_normal_numbers_the_exponential_is_nothing(double x, double expected) => Exp(x).ShouldBe(expected);

    [Fact]
    public void The_logarithm_agrees_with_the_platform_to_the_last_places()
    {
        for (var x = 1.0; x < 1e6; x *= 1.0003)
        {
            Math.Abs(Log(x) - Math.Log(x)).ShouldBeLessThan(Math.Pow(2, -51) * Math.Max(1, Math.Log(x)), $"ln {x}");
        }

        Log(1).ShouldBe(0);
        Log(double.NaN).ShouldBe(double.NaN);
    }

    [Fact]
    public void Eight_are_taken_at_a_time()
    {
        var x = Vector512.Create(0.0, -1, -2, -3, -4, -5, -6, -7);
        for (var lane = 0; lane < 8; lane++)
        {
            PortableVectors.Exp(x)[lane].ShouldBe(Exp(-lane));
            PortableVectors.Log(Vector512<double>.One - x)[lane].ShouldBe(Log(1 + lane));
        }
    }

    private static double Exp(double x) => PortableVectors.Exp(Vector512.Create(x))[0];

    private static double Log(double x) => PortableVectors.Log(Vector512.Create(x))[0];
}
