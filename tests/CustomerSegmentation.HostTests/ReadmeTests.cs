using System.Text.Json;
using System.Text.RegularExpressions;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests;

/// <summary>The commands that a newcomer copies are there, and the first one does what the page says.</summary>
public sealed partial class ReadmeTests
{
    private const string FirstCommand = "dotnet run -c Release --project src/CustomerSegmentation.Silo -- --demo";
    private const string Tests = "./tests/run.sh";

    private static string Page => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [Fact]
    public void The_readme_begins_with_the_silo_and_shows_how_to_run_the_tests()
    {
        var commands = Commands();
        commands.First(command => command.StartsWith("dotnet ", StringComparison.Ordinal)).ShouldBe(FirstCommand);
        commands.ShouldContain(Tests);
        File.Exists(Path.Combine(Checkout.Root, Tests)).ShouldBeTrue();
    }

    [Fact]
    public void What_the_readme_leads_to_is_there()
    {
        var projects = Commands().SelectMany(command => Project().Matches(command)).Select(match => match.Groups["folder"].Value);
        projects.ShouldNotBeEmpty();
        projects.ShouldAllBe(project => Directory.GetFiles(Path.Combine(Checkout.Root, project), "*.csproj").Length == 1);
        var links = Link().Matches(Page).Select(match => match.Groups["target"].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal));
        links.ShouldNotBeEmpty();
        links.ShouldAllBe(link => File.Exists(Path.Combine(Checkout.Root, link)));
    }

    [Fact]
    public async Task The_first_command_shows_a_shop_and_a_customer_outlives_the_kill_of_it()
    {
        using var folder = new DataFolder();
        JsonElement customer;
        await using (var host = Run(folder, FirstCommand))
        {
            await host.ListensAsync();
            await Eventually.TrueAsync(async () => (await ModelVersionAsync(host)) > 0, "a fitted model");
            await ShowsAShopAsync(host);
            customer = await host.CustomerAsync("C-000001");
            await host.KillAsync();
        }

        // Without the demo nobody buys any more.
        await using var again = Run(folder, FirstCommand.Replace("--demo", "--Data ./data/demo", StringComparison.Ordinal));
        await again.ReadyAsync();
        State(await again.CustomerAsync("C-000001")).ShouldBe(State(customer));
    }

    private static async Task ShowsAShopAsync(HostProcess host)
    {
        var view = await host.SegmentsAsync();
        var segments = view.GetProperty("segments").EnumerateArray().ToList();
        segments.Count.ShouldBeGreaterThan(1);
        segments.ShouldAllBe(segment => segment.GetProperty("centroid").ValueKind == JsonValueKind.Object);
        segments.Sum(segment => segment.GetProperty("customers").GetInt64())
            .ShouldBe(view.GetProperty("customers").GetInt64() - view.GetProperty("lapsed").GetInt64());
        segments.Sum(segment => segment.GetProperty("share").GetDouble()).ShouldBe(1, tolerance: 1e-9);
    }

    /// <summary>Runs a command of the page in a folder, on what is built; but for the port.</summary>
    private static HostProcess Run(DataFolder folder, string command)
    {
        var words = Project().Replace(command, match => $"--no-build --project {Path.Combine(Checkout.Root, match.Groups["folder"].Value)}").Split(' ');
        return HostProcess.LaunchIn(folder.Path, [.. words[1..], "--urls", "http://127.0.0.1:0"]);
    }

    private static async Task<int> ModelVersionAsync(HostProcess host)
    {
        using var answer = await host.Http.GetAsync(new Uri("/api/v1/segments", UriKind.Relative));
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("modelVersion").GetInt32()
            : 0;
    }

    /// <summary>All that time alone does not change.</summary>
    private static string State(JsonElement customer) => string.Join(' ', new[]
    {
        customer.GetProperty("frequency"), customer.GetProperty("monetary"), customer.GetProperty("firstPurchaseAt"),
        customer.GetProperty("lastPurchaseAt"), customer.GetProperty("segment").GetProperty("id"),
        customer.GetProperty("segment").GetProperty("since"), customer.GetProperty("segment").GetProperty("modelVersion"),
    });

    /// <summary>The lines of all code blocks.</summary>
    private static List<string> Commands()
    {
        var commands = new List<string>();
        var isCode = false;
        foreach (var line in Page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (isCode)
            {
                commands.Add(line);
            }
        }

        return commands;
    }

    [GeneratedRegex(@"--project (?<folder>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Project();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();
}
