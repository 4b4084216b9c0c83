using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CustomerSegmentation.DashboardTests;

/// <summary>What many readers share is never so old that one of them has to wait longer than promised.</summary>
public sealed partial class FreshnessTests(EmbeddedShop shop)
{
    [Fact]
    public async Task While_many_ask_all_the_time_a_purchase_is_in_the_answer_within_a_second()
    {
        // An open page asks once a second, and is promised to show what changed within two.
        for (var round = 0; round < 3; round++)
        {
            var before = await CustomersAsync();
            await shop.RecordAsync(shop.Purchase($"freshness-newcomer-{round}", Shop.Now, 40));
            var recorded = Stopwatch.StartNew();
            await Eventually.TrueAsync(async () => await CustomersAsync() > before, "one customer more");
            recorded.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<long> CustomersAsync()
    {
        using var poll = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Poll", "1" } } };
        using var response = await shop.Host.Http.SendAsync(poll);
        var figures = FirstFigure().Match(await response.Content.ReadAsStringAsync());
        return long.Parse(figures.Groups["customers"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""id="figures".*?<data value="(?<customers>\d+)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstFigure();
}
