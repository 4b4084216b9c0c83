using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Tests.Simulation;

public class PortableMathTests
{
    [Fact]
    public void The_logarithm_agrees_with_the_platform_to_the_last_places()
    {
        for (var x = 1e-300; x < 1e300; x *= 1.37)
        {
            var expected = Math.Log(x);
            PortableMath.Log(x).ShouldBe(expected, Math.Max(1e-15, Math.Abs(expected) * 1e-15));
        }

        for (var x = 0.5; x < 2; x += 0.001)
        {
            PortableMath.Log(x).ShouldBe(Math.Log(x), 1e-15);
        }
    }

    [Fact]
    public void The_exponential_agrees_with_the_platform()
    {
        for (var x = -700.0; x < 700; x += 0.37)
        {
            (PortableMath.Exp(x) / Math.Exp(x)).ShouldBe(1, 2e-13);
        }
    }
}
