using System.Net.Http.Json;
using System.Text.Json;

namespace CustomerSegmentation.HostTests.Readme;

/// <summary>The two commands that a newcomer copies are there, and the first one does what the page says.</summary>
public sealed class ReadmeTests
{
    private const string MainJob = "dotnet run -c Release --project src/CustomerSegmentation.Embedded -- --demo";
    private const string Tests = "./tests/run.sh";

    private static string Root { get; } = FindRoot();

    [Fact]
    public void The_readme_shows_the_two_commands()
    {
        var commands = Commands();
        commands.ShouldContain(MainJob);
        commands.ShouldContain(Tests);
        File.Exists(Path.Combine(Root, Tests)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_main_command_shows_a_shop_whose_customers_a_fitted_model_divides()
    {
        var words = Commands().First(line => line == MainJob).Split(' ');
        var project = words[Array.IndexOf(words, "--project") + 1];
        await using var host = new HostProcess(Built(project), words[(Array.IndexOf(words, "--") + 1)..]);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync() };

        var customers = 0L;
        await Eventually.TrueAsync(
            async () => (customers = (await SegmentsAsync(http)).GetProperty("customers").GetInt64()) > 0, "customers");
        await Eventually.TrueAsync(
            async () => (await SegmentsAsync(http)).GetProperty("modelVersion").GetInt32() > 0, "a fitted model");

        var view = await SegmentsAsync(http);
        var segments = view.GetProperty("segments").EnumerateArray().ToList();
        segments.Count.ShouldBeGreaterThan(1);
        segments.ShouldAllBe(segment => segment.GetProperty("centroid").ValueKind == JsonValueKind.Object);
        segments.Sum(segment => segment.GetProperty("customers").GetInt64())
            .ShouldBe(view.GetProperty("customers").GetInt64() - view.GetProperty("lapsed").GetInt64());
        segments.Sum(segment => segment.GetProperty("share").GetDouble()).ShouldBe(1, tolerance: 1e-9);

        (await host.StopAsync()).ShouldBe(0, host.Printed);
    }

    private static Task<JsonElement> SegmentsAsync(HttpClient http) => http.GetFromJsonAsync<JsonElement>("api/v1/segments");

    /// <summary>The lines of all code blocks.</summary>
    private static List<string> Commands()
    {
        var commands = new List<string>();
        var isCode = false;
        foreach (var line in File.ReadLines(Path.Combine(Root, "README.md")))
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

    /// <summary>What the build that this test belongs to made of a project.</summary>
    private static string Built(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            Root, project, "bin", framework.Parent!.Name, framework.Name, $"{Path.GetFileName(project)}.dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomerSegmentation.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has CustomerSegmentation.sln.");
    }
}
