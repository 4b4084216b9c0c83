using System.Text.Json;
using CustomerSegmentation.HostTests.Faults;

namespace CustomerSegmentation.HostTests;

/// <summary>The two commands that a newcomer copies are there, and the first one does what the page says.</summary>
public sealed class ReadmeTests
{
    private const string MainJob = "dotnet run -c Release --project src/CustomerSegmentation.Embedded -- --demo";
    private const string Tests = "./tests/run.sh";

    [Fact]
    public void The_readme_shows_the_two_commands()
    {
        var root = Checkout();
        var commands = CommandsIn(Path.Combine(root, "README.md"));
        commands.ShouldContain(MainJob);
        commands.ShouldContain(Tests);
        File.Exists(Path.Combine(root, "src/CustomerSegmentation.Embedded/CustomerSegmentation.Embedded.csproj")).ShouldBeTrue();
        File.Exists(Path.Combine(root, Tests)).ShouldBeTrue();
    }

    /// <summary>As 'dotnet run' starts it, but for the folder and the port.</summary>
    [Fact]
    public async Task The_main_command_shows_a_shop_whose_customers_a_fitted_model_divides()
    {
        using var folder = new DataFolder();
        await using var host = await HostUnderTest.Embedded.StartAsync(folder.Path, MainJob[(MainJob.IndexOf("-- ", StringComparison.Ordinal) + 3)..]);

        await Eventually.TrueAsync(
            async () => (await host.SegmentsAsync()).GetProperty("customers").GetInt64() > 0, "customers");
        await Eventually.TrueAsync(
            async () => (await host.SegmentsAsync()).GetProperty("modelVersion").GetInt32() > 0, "a fitted model");

        var view = await host.SegmentsAsync();
        var segments = view.GetProperty("segments").EnumerateArray().ToList();
        segments.Count.ShouldBeGreaterThan(1);
        segments.ShouldAllBe(segment => segment.GetProperty("centroid").ValueKind == JsonValueKind.Object);
        segments.Sum(segment => segment.GetProperty("customers").GetInt64())
            .ShouldBe(view.GetProperty("customers").GetInt64() - view.GetProperty("lapsed").GetInt64());
        segments.Sum(segment => segment.GetProperty("share").GetDouble()).ShouldBe(1, tolerance: 1e-9);

        await host.StopAsync();
    }

    /// <summary>The lines of all code blocks.</summary>
    private static List<string> CommandsIn(string page)
    {
        var commands = new List<string>();
        var isCode = false;
        foreach (var line in File.ReadLines(page))
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

    private static string Checkout()
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
