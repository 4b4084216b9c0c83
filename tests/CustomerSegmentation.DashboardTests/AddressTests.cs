using System.Net;
using CustomerSegmentation.Edge.Dashboard.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Addresses are typed, mailed and cut off: what makes no sense in one stands for itself.</summary>
public sealed class AddressTests(EmbeddedShop shop)
{
    [Theory]
    [InlineData("/live?paused=abc", ">Pause</a>")]
    [InlineData("/live?paused=-1", ">Pause</a>")]
    [InlineData("/live?paused=99999999999999999999", ">Pause</a>")]
    [InlineData("/live?paused=9223372036854775807", "Paused;")]
    [InlineData("/live?segment=nowhere&cause=chance", "Nothing to show")]
    [InlineData("/models?before=x", "Fit a candidate")]
    [InlineData("/models?busy=1", "Fit a candidate")]
    [InlineData("/models/0?publish=1", "This version is in force")]
    [InlineData("/customers/C-05?recency=abc&orders=2&spend=30", "No answer")]
    [InlineData("/customers/C-05?orders=1,5&recency=1&spend=30", "No answer")]
    [InlineData("/customers/C-05?spend=1e400&recency=1&orders=2", "No answer")]
    [InlineData("/customers/C-05?spend=0&recency=1&orders=2", "spend above 0")]
    [InlineData("/customers/C-05?recency=1&orders=10&spend=1e5", "Champions")]
    [InlineData("/segments?columns=sideways", "Frequency score")]
    [InlineData("/segments/champions?asOf=12:00&limit=-1&within=soon", "name=\"asOf\"")]
    [InlineData("/migration?days=many&bucket=hour&step=first&cause=chance&segment=nowhere", "Last 30 days")]
    public async Task A_page_takes_any_query(string address, string says)
    {
        using var answer = await shop.Host.Http.GetAsync(new Uri(address, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(says);
    }

    [Theory]
    [InlineData("/customers/C-05?cursor=zz", HttpStatusCode.BadRequest)]
    [InlineData("/customers/C-05?cursor=%00", HttpStatusCode.BadRequest)]
    [InlineData("/segments/champions?cursor=zz", HttpStatusCode.BadRequest)]
    [InlineData("/segments/champions?asOf=2025-05-01&cursor=zz", HttpStatusCode.BadRequest)]
    [InlineData("/segments/champions?leaving=zz", HttpStatusCode.BadRequest)]
    [InlineData("/migration/customers?from=2025-04-01&to=2025-05-20&fromSegment=champions&toSegment=champions&cursor=zz", HttpStatusCode.OK)]
    [InlineData("/migration/customers?from=2025-13-45&to=x&fromSegment=&toSegment=nowhere", HttpStatusCode.OK)]
    [InlineData("/customers/nobody?cursor=zz", HttpStatusCode.NotFound)]
    [InlineData("/segments/nowhere?cursor=zz", HttpStatusCode.NotFound)]
    [InlineData("/models/99999999999999999999", HttpStatusCode.NotFound)]
    [InlineData("/models/-1", HttpStatusCode.NotFound)]
    [InlineData("/customers/%C3%28", HttpStatusCode.NotFound)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task A_page_that_is_not_there_says_so_in_words(string address, HttpStatusCode status)
    {
        // On a busy machine a page may say first that it is still counting.
        HttpStatusCode? said = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await shop.Host.Http.GetAsync(new Uri(address, UriKind.Relative));
                (await answer.Content.ReadAsStringAsync()).Length.ShouldBeGreaterThan(100, "a sentence at least");
                said = answer.StatusCode;
                return said == status || said != HttpStatusCode.OK;
            },
            address);
        said.ShouldBe(status);
    }

    [Theory]
    [InlineData("2025-05-01", "2025-05-01T00:00:00")]
    [InlineData("2025-05-01T12:00", "2025-05-01T12:00:00")]
    [InlineData("2025-05-01T12:00:07.9", "2025-05-01T12:00:07")]
    [InlineData("2025-05-01T12:00:07.999Z", "2025-05-01T12:00:07")]
    [InlineData("2025-05-01T12:00:00+02:00", "2025-05-01T10:00:00")]
    [InlineData("12:00", null)]
    [InlineData("May", null)]
    [InlineData("05/01/2025", null)]
    public void A_moment_is_read_to_the_second_and_a_time_alone_is_none(string asOf, string? moment)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery($"?asOf={Uri.EscapeDataString(asOf)}"));
        SegmentAddress.Of("champions", query).AsOfText.ShouldBe(moment);
    }

    [Fact]
    public async Task A_reader_who_leaves_spoils_nothing_for_those_who_asked_the_same()
    {
        for (var round = 0; round < 40; round++)
        {
            // Addresses differ from round to round, so every one is drawn: for whoever comes first, and both wait for it.
            var address = new Uri($"/customers/C-07?round={round}", UriKind.Relative);
            using var patience = new CancellationTokenSource();
            var leaves = PollAsync(address, patience.Token);
            var stays = PollAsync(address, CancellationToken.None);
            await patience.CancelAsync();
            (await stays).ShouldBe(HttpStatusCode.OK, $"round {round}");
            await Task.WhenAny(leaves);
        }
    }

    [Theory]
    [InlineData("", "no-cache")]
    [InlineData("?v=another", "no-cache")]
    [InlineData(null, "public, max-age=31536000, immutable")]
    public async Task A_file_is_kept_only_under_the_version_that_it_is_of(string? version, string cache)
    {
        var page = await shop.Host.Http.GetStringAsync(new Uri("/", UriKind.Relative));
        var own = page.Split("dashboard.js")[1].Split('"')[0];
        using var answer = await shop.Host.Http.GetAsync(new Uri("/dashboard/dashboard.js" + (version ?? own), UriKind.Relative));
        answer.Headers.GetValues("Cache-Control").ShouldHaveSingleItem().ShouldBe(cache);
    }

    private async Task<HttpStatusCode> PollAsync(Uri address, CancellationToken leaves)
    {
        using var poll = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-Poll", "1" } } };
        using var answer = await shop.Host.Http.SendAsync(poll, leaves);
        return answer.StatusCode;
    }
}
