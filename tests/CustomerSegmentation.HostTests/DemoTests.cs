using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests;

/// <summary>The simulated shop publishes into whichever host it is shown on; <see cref="ReadmeTests"/> has it on a silo.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_demo_on_lanes_has_a_fitted_model_that_divides_its_shop()
    {
        using var folder = new DataFolder();
        await using var host = await HostUnderTest.Embedded.StartAsync(folder.Path, "--demo");

        await Eventually.TrueAsync(
            async () => (await host.SegmentsAsync()).GetProperty("modelVersion").GetInt32() > 0, "a fitted model");

        var segments = await host.SegmentsAsync();
        segments.GetProperty("segments").GetArrayLength().ShouldBeGreaterThan(1);
        segments.GetProperty("customers").GetInt64().ShouldBeGreaterThanOrEqualTo(5_000);
        await host.StopAsync();
    }
}
