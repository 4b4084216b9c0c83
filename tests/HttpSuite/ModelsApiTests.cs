using System.Globalization;
using System.Net;
using static CustomerSegmentation.HttpSuite.ApiTesting;

namespace CustomerSegmentation.HttpSuite;

/// <summary>Versions of the model.</summary>
public class ModelsApiTests
{
    private static readonly string[] Fields =
    [
        "version", "fittedAt", "publishedAt", "status", "algorithm", "k", "customers", "seed", "metrics", "structure", "stability",
        "features", "segments", "lineage", "gates", "drift",
    ];

    [Theory]
    [InlineData("fit")]
    [InlineData("0/publish")]
    public async Task While_storage_is_away_fitting_and_publishing_give_up_in_time(string call)
    {
        await using var host = await ApiHost.StartAsync(
            engine => new HeldEngine(engine) { Health = new(Ready: false, "The disk is full.") }, "RecordTimeout=0.2s");
        using var response = await host.Client.PostAsync($"/api/v1/models/{call}", content: null);
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_fit_may_take_longer_than_storage_may()
    {
        HeldEngine? held = null;
        await using var host = await ApiHost.StartAsync(engine => held = new(engine), "RecordTimeout=0.01s");
        var publishing = host.Client.PostAsync("/api/v1/models/0/publish", content: null);
        await Eventually.TrueAsync(() => held!.HealthAsked > 5, "storage asked after again and again");

        publishing.IsCompleted.ShouldBeFalse();
        held!.LetGo();
        using var response = await publishing;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task On_the_first_day_the_rules_are_in_force()
    {
        await using var host = await ApiHost.StartAsync();
        var model = await host.GetAsync("/api/v1/models/current");
        model.Names().ShouldBe(Fields);
        ((int)model["version"]!).ShouldBe(0);
        ((string)model["algorithm"]!).ShouldBe("rules");
        ((string)model["status"]!).ShouldBe("published");
        model["fittedAt"].ShouldBeNull();
        model["segments"]!.AsArray().Count.ShouldBe(11);
        model["segments"]![0].Names().ShouldBe(["id", "name", "description", "action", "centroid", "scaledCentroid"]);
        (await host.GetAsync("/api/v1/models/0")).ToJsonString().ShouldBe(model.ToJsonString());
        var list = await host.GetAsync("/api/v1/models");
        list.Names().ShouldBe(["items", "next", "lastFit"]);
        list["lastFit"].ShouldBeNull();
        list["items"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe(model.ToJsonString());
    }

    [Fact]
    public async Task A_candidate_is_fitted_previewed_published_and_the_rules_can_come_back()
    {
        await using var host = await ApiHost.StartAsync();
        // Three kinds of customers, far apart: one order long ago, some lately, many big ones lately.
        await host.PostEventsAsync([.. Enumerable.Range(0, 900).Select(i => (i % 3) switch
        {
            0 => Purchase($"e-{i}", $"C-{i}", at: "2026-01-05T00:00:00Z", amount: Amount(10 + (i % 7))),
            1 => Purchase($"e-{i}", $"C-{i}", at: "2026-11-01T00:00:00Z", amount: Amount(100 + (i % 7))),
            _ => Purchase($"e-{i}", $"C-{i}", at: "2026-11-18T00:00:00Z", amount: Amount(5_000 + (i % 7))),
        })]);
        using var fit = await host.Client.PostAsync("/api/v1/models/fit", Json("""{"k":3,"seed":1}"""));
        var candidate = await fit.ReadObjectAsync();
        fit.StatusCode.ShouldBe(HttpStatusCode.OK, candidate.ToJsonString());
        candidate.Names().ShouldBe([.. Fields, "preview"], ignoreOrder: true);
        ((string)candidate["status"]!).ShouldBe("candidate");
        ((int)candidate["k"]!).ShouldBe(3);
        ((int)candidate["customers"]!).ShouldBe(900);
        candidate["metrics"]![0].Names().ShouldBe(
            ["k", "inertia", "silhouette", "calinskiHarabasz", "daviesBouldin", "silhouetteSample", "bic", "aic", "collapsed"]);
        candidate["structure"]!.Names().ShouldBe(["present", "silhouette", "permuted"]);
        ((double)candidate["stability"]!).ShouldBe(1, 1e-9);
        candidate["features"]!.AsArray().Select(feature => (string)feature!["name"]!).ShouldBe(["recencyDays", "frequency", "monetary"]);
        candidate["features"]![0].Names().ShouldBe(["name", "log", "mean", "standardDeviation"]);
        candidate["segments"]![0]!["scaledCentroid"]!.AsArray().Count.ShouldBe(3);
        candidate["segments"]![0]!["centroid"]!.Names().ShouldBe(["recencyDays", "frequency", "monetary"]);
        candidate["preview"]!.Names().ShouldBe(["customers", "moved", "moves", "revenue", "movedRevenue", "matrix"]);
        candidate["preview"]!["matrix"]!.Names().ShouldBe(["from", "to", "customers", "revenue"]);
        candidate["lineage"]![0]!.Names().ShouldBe(["event", "from", "to", "overlaps"]);
        candidate["lineage"]!.AsArray().SelectMany(step => step!["to"]!.AsArray()).Count().ShouldBe(3);
        candidate["gates"]!.AsArray().Select(gate => (string)gate!["name"]!).ShouldBe(["smallestShare", "silhouette", "structure", "drift"]);
        candidate["gates"]![0]!.Names().ShouldBe(["name", "passed", "figure", "threshold", "reason"]);
        var lastFit = (await host.GetAsync("/api/v1/models"))["lastFit"]!;
        lastFit.Names().ShouldBe(["at", "trigger", "outcome", "version", "code", "reason"]);
        ((string)lastFit["outcome"]!).ShouldBe("candidate");
        ((int)candidate["preview"]!["customers"]!).ShouldBe(900);

        var version = (int)candidate["version"]!;
        using var publish = await host.Client.PostAsync($"/api/v1/models/{version}/publish", null);
        ((string)(await publish.ReadObjectAsync())["status"]!).ShouldBe("published");
        ((int)(await host.GetAsync("/api/v1/models/current"))["version"]!).ShouldBe(version);
        var sizes = (await host.GetAsync("/api/v1/segments"))["segments"]!.AsArray();
        sizes.Select(segment => (int)segment!["customers"]!).ShouldBe([300, 300, 300]);
        // Centroids of a model stand in customers' units: one of the three groups bought on 18 November.
        sizes.ShouldContain(segment => Math.Abs((double)segment!["centroid"]!["recencyDays"]! - 2.5) < 0.01);

        using var back = await host.Client.PostAsync("/api/v1/models/0/publish", null);
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await host.GetAsync($"/api/v1/models/{version}"))["status"]!).ShouldBe("retired");
    }

    [Fact]
    public async Task A_mixture_that_collapsed_says_so_and_can_be_published()
    {
        await using var host = await ApiHost.StartAsync();
        // Everyone has one order: a plane, on which every Gaussian is flat.
        await host.PostEventsAsync([.. Enumerable.Range(0, 600).Select(i => Purchase(
            $"e-{i}", $"C-{i}", at: i % 2 == 0 ? "2026-01-05T00:00:00Z" : "2026-11-18T00:00:00Z", amount: Amount(i % 2 == 0 ? 10 + (i % 7) : 5_000 + (i % 70))))]);
        using var fit = await host.Client.PostAsync("/api/v1/models/fit", Json("""{"k":2,"algorithm":"gaussianMixture","publish":true}"""));
        var model = await fit.ReadObjectAsync();
        fit.StatusCode.ShouldBe(HttpStatusCode.OK, model.ToJsonString());
        ((string)model["algorithm"]!).ShouldBe("gaussianMixture");
        ((string)model["status"]!).ShouldBe("published");
        ((int)model["metrics"]![0]!["collapsed"]!).ShouldBe(2);
        model["metrics"]![0]!["bic"].ShouldBeNull();
        model["segments"]![0]!["scaledCentroid"]!.AsArray().Count.ShouldBe(3);
        var sizes = (await host.GetAsync("/api/v1/segments"))["segments"]!.AsArray();
        sizes.Select(segment => (int)segment!["customers"]!).ShouldBe([300, 300]);
        sizes.ShouldAllBe(segment => segment!["centroid"] != null);
    }

    [Fact]
    public async Task A_fit_of_too_few_customers_is_refused_with_a_reason()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.PostAsync("/api/v1/models/fit", null);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await response.ReadObjectAsync())["code"]!).ShouldNotBeEmpty();
        var lastFit = (await host.GetAsync("/api/v1/models"))["lastFit"]!;
        ((string)lastFit["trigger"]!, (string)lastFit["outcome"]!, (string)lastFit["code"]!).ShouldBe(("asked", "refused", "too_few_customers"));
    }

    [Theory]
    [InlineData("{\"k\":\"three\"}", HttpStatusCode.BadRequest, "malformed_json")]
    [InlineData("[]", HttpStatusCode.BadRequest, "malformed_json")]
    public async Task A_fit_that_is_not_understood_says_why(string body, HttpStatusCode status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.PostAsync("/api/v1/models/fit", Json(body));
        await response.ShouldBeProblemAsync(status, code);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("newest")]
    public async Task An_unknown_version_is_a_problem(string version)
    {
        await using var host = await ApiHost.StartAsync();
        using var found = await host.Client.GetAsync($"/api/v1/models/{version}");
        await found.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_model");
        using var published = await host.Client.PostAsync($"/api/v1/models/{version}/publish", null);
        await published.ShouldBeProblemAsync(HttpStatusCode.NotFound, "unknown_model");
    }

    private static string Amount(int amount) => amount.ToString(CultureInfo.InvariantCulture);
}
