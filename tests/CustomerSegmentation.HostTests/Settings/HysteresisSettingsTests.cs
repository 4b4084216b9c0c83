using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Edge.Configuration;
using Microsoft.Extensions.Configuration;

namespace CustomerSegmentation.HostTests.Settings;

/// <summary>How the settings become what the engine goes by; what makes no sense is in BadSettingsTests.</summary>
public sealed class HysteresisSettingsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("0", "none")]
    [InlineData("0.0", "0")]
    public void It_is_off_unless_something_is_asked_for(string? margin, string? dwell) => Read(margin, dwell).ShouldBeNull();

    [Fact]
    public void A_margin_is_a_share_and_a_dwell_a_time()
    {
        Read("0.1", "7d").ShouldBe(new Hysteresis(0.1, TimeSpan.FromDays(7)));
        Read("0.1", null).ShouldBe(new Hysteresis(0.1, TimeSpan.Zero));
        Read(null, "12h").ShouldBe(new Hysteresis(0, TimeSpan.FromHours(12)));
    }

    private static Hysteresis? Read(string? margin, string? dwell) => EngineSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("S:Hysteresis:Margin", margin), new("S:Hysteresis:MinimumDwell", dwell)])
            .Build().GetSection("S")).Hysteresis;
}
