using System.Net;

namespace CustomerSegmentation.HttpSuite;

/// <summary>What a page says while a publication takes its time.</summary>
public class ModelPagesTests
{
    [Fact]
    public async Task A_publication_that_takes_longer_than_a_browser_waits_goes_on_and_is_told_of()
    {
        HeldEngine? held = null;
        await using var host = await ApiHost.StartAsync(engine => held = new(engine));
        using var form = new FormUrlEncodedContent([new("replaces", "0")]);
        using var answer = await host.Client.PostAsync("/models/0/publish", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, "it leads on to the page of models");
        answer.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/models");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("data-work=\"running\"");

        using var another = new FormUrlEncodedContent([new("k", "3")]);
        using var busy = await host.Client.PostAsync("/models/fit", another);
        busy.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/models?busy=true");
        (await busy.Content.ReadAsStringAsync()).ShouldContain("Another job was running");

        held!.LetGo();
        await Eventually.TrueAsync(async () => (await host.Client.GetStringAsync("/models")).Contains("Version 0 is in force", StringComparison.Ordinal),
            "what became of it");
    }
}
