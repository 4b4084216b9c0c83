namespace CustomerSegmentation.Tests.Cli;

public class AskingTests
{
    private const string Customer =
        """
        {"customerId":"C 1/ä","asOf":"2026-01-01T00:00:00Z","recencyDays":12.25,"frequency":3,"monetary":150.5,"currency":"EUR",
        "firstPurchaseAt":"2025-01-01T00:00:00Z","lastPurchaseAt":"2025-12-19T18:00:00Z",
        "segment":{"id":"s1","name":"Champions","since":"2025-12-19T18:00:00Z","cause":"purchase","modelVersion":0,"confidence":0.8},
        "alternatives":[{"id":"s2","name":"Loyal","confidence":0.2}],"next":{"id":"s3","name":"At Risk","at":"2026-03-03T00:00:00Z"}}
        """;

    [Fact]
    public async Task A_customer_is_shown_with_segment_and_what_comes_next()
    {
        await using var server = new LoopbackServer(_ => new(200, Customer));

        var run = await ToolRun.OfAsync("customer", "C 1/ä", "--server", server.Address);

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.ShouldHaveSingleItem().PathAndQuery.ShouldBe("/api/v1/customers/C%201%2F%C3%A4");
        run.Out.ShouldContain("Champions (80 %)");
        run.Out.ShouldContain("12.3 days");
        run.Out.ShouldContain("At Risk on 2026-03-03 00:00:00Z, unless they buy");
    }

    [Fact]
    public async Task A_lapsed_customer_has_no_segment()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """{"customerId":"C","asOf":"2026-01-01T00:00:00Z","recencyDays":null,"frequency":0,"monetary":0,"currency":"EUR","firstPurchaseAt":null,"lastPurchaseAt":null,"segment":null,"alternatives":[],"next":null}"""));

        var run = await ToolRun.OfAsync("customer", "C", "--server", server.Address);

        run.Out.ShouldContain("none (lapsed");
        run.Out.ShouldContain("nothing changes by itself");
    }

    [Fact]
    public async Task Json_is_the_servers_answer_as_it_is()
    {
        await using var server = new LoopbackServer(_ => new(200, Customer));

        (await ToolRun.OfAsync("customer", "C1", "--server", server.Address, "--json")).Out.ShouldBe(Customer + Environment.NewLine);
    }

    [Fact]
    public async Task Segments_stand_in_aligned_columns()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """
            {"asOf":"2026-01-01T00:00:00Z","modelVersion":2,"customers":1300,"lapsed":50,"segments":[
            {"id":"a","name":"Champions","description":"","action":"reward","customers":1200,"share":0.96,"revenueShare":0.99,"centroid":{"recencyDays":3.5,"frequency":12,"monetary":900}},
            {"id":"b","name":"Lost","description":"","action":"let go","customers":50,"share":0.04,"revenueShare":0.01,"centroid":null}]}
            """));

        var run = await ToolRun.OfAsync("segments", "--server", server.Address);

        run.Out.ReplaceLineEndings("\n").ShouldBe(
            """
            Segment    Customers   Share  Revenue  Recency  Frequency  Monetary  Id
            Champions      1,200  96.0 %   99.0 %      3.5       12.0    900.00  a
            Lost              50   4.0 %    1.0 %                                b
            1,300 customers, 50 of them lapsed; model version 2; as of 2026-01-01 00:00:00Z.

            """);
    }

    [Fact]
    public async Task Segments_of_rules_take_no_room_for_centroids()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """{"asOf":"2026-01-01T00:00:00Z","modelVersion":0,"customers":1,"lapsed":0,"segments":[{"id":"new","name":"New","customers":1,"share":1,"revenueShare":1,"centroid":null}]}"""));

        var run = await ToolRun.OfAsync("segments", "--server", server.Address);

        run.Out.Split('\n')[0].TrimEnd().ShouldBe("Segment  Customers    Share  Revenue  Id");
    }

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("{{\"items\":[{0}],\"next\":null}}")]
    public async Task Models_are_listed_from_an_array_or_a_page(string form)
    {
        const string Model =
            """{"version":1,"status":"published","algorithm":"kmeans","k":5,"customers":4000,"fittedAt":"2026-01-01T00:00:00Z","publishedAt":"2026-01-02T00:00:00Z","metrics":[{"k":4,"silhouette":0.1},{"k":5,"silhouette":0.4321}]}""";
        await using var server = new LoopbackServer(_ => new(200, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Model)));

        var run = await ToolRun.OfAsync("models", "--server", server.Address);

        run.Out.ShouldContain("published");
        run.Out.ShouldContain("0.432");
    }

    [Fact]
    public async Task What_became_of_the_last_fit_stands_under_the_models()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """{"items":[],"next":null,"lastFit":{"at":"2026-01-01T00:00:00Z","trigger":"schedule","outcome":"refused","version":null,"code":"too_few_customers","reason":"Only 3 customers\u001b have bought."}}"""));

        var run = await ToolRun.OfAsync("models", "--server", server.Address);

        run.Out.ShouldContain("schedule: refused. Only 3 customers  have bought.");
    }

    [Fact]
    public async Task Migrations_are_asked_for_with_their_bounds_and_the_next_page_is_named()
    {
        await using var server = new LoopbackServer(_ => new(200,
            """{"items":[{"customerId":"C1","sequence":1,"from":null,"to":{"id":"a","name":"New"},"cause":"purchase","modelVersion":0,"effectiveAt":"2026-01-01T00:00:00Z","recordedAt":"2026-01-01T00:00:00Z"}],"next":"abc"}"""));

        var run = await ToolRun.OfAsync("migrations", "--server", server.Address, "--from", "2026-01-01", "--cause", "purchase", "--limit", "1");

        server.Requests.ShouldHaveSingleItem().PathAndQuery
            .ShouldBe("/api/v1/migrations?from=2026-01-01T00%3A00%3A00Z&cause=purchase&limit=1");
        run.Out.ShouldContain("New");
        run.Error.ShouldContain("--cursor abc");
    }

    [Theory]
    [InlineData(404, 5)]
    [InlineData(401, 4)]
    [InlineData(500, 1)]
    public async Task Problem_details_become_a_sentence_and_an_exit_code(int status, int exitCode)
    {
        await using var server = new LoopbackServer(_ => Answer.Problem(status, "This is why."));

        var run = await ToolRun.OfAsync("customer", "C1", "--server", server.Address);

        run.ExitCode.ShouldBe(exitCode);
        run.Error.ShouldContain("This is why.");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_no_engines()
    {
        await using var server = new LoopbackServer(_ => new(200, "<html>", "text/html"));

        var run = await ToolRun.OfAsync("segments", "--server", server.Address);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Is it a segmentation engine?");
    }

    [Fact]
    public async Task Server_and_key_may_come_from_the_environment()
    {
        await using var server = new LoopbackServer(_ => new(200, "[]"));
        var environment = new Dictionary<string, string>
        {
            ["SEGMENTATION_SERVER"] = server.Address, ["SEGMENTATION_API_KEY"] = "secret",
        };

        var run = await ToolRun.OfAsync(environment, default, "models");

        run.ExitCode.ShouldBe(0, run.Error);
        server.Requests.ShouldHaveSingleItem().ApiKey.ShouldBe("secret");
    }

    [Fact]
    public async Task Nobody_listening_is_exit_code_3() =>
        (await ToolRun.OfAsync("segments", "--server", LoopbackServer.NobodysAddress())).ExitCode.ShouldBe(3);

    [Fact]
    public async Task Help_names_every_command_and_the_exit_codes()
    {
        var run = await ToolRun.OfAsync("--help");

        run.ExitCode.ShouldBe(0);
        foreach (var word in new[] { "simulate", "import", "customer", "segments", "migrations", "models", "130 interrupted" })
        {
            run.Out.ShouldContain(word);
        }
    }

    [Fact]
    public async Task A_control_character_in_a_name_does_not_reach_the_terminal()
    {
        await using var server = new LoopbackServer(_ => new(200, """[{"version":1,"status":"\u001b[31mred"}]"""));

        (await ToolRun.OfAsync("models", "--server", server.Address)).Out.ShouldNotContain('\u001b');
    }
}
