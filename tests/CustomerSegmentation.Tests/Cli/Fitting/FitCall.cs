using System.Text.Json;

namespace CustomerSegmentation.Tests.Cli.Fitting;

/// <summary>Calls of <c>segmentation fit</c>.</summary>
internal static class FitCall
{
    public static Task<ToolRun> OfAsync(string path, params string[] args) => ToolRun.OfAsync(["fit", path, .. args]);

    /// <summary>What <c>--json</c> prints; the fit must succeed.</summary>
    public static async Task<JsonElement> JsonAsync(string path, params string[] args)
    {
        var run = await OfAsync(path, [.. args, "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        return json.RootElement.Clone();
    }

    /// <summary>The same of a text.</summary>
    public static async Task<JsonElement> JsonOfTextAsync(string text, params string[] args)
    {
        using var file = TemporaryFile.Of(text);
        return await JsonAsync(file.Path, args);
    }

    /// <summary>A fit that is refused: exit code and what was said.</summary>
    public static async Task<(int ExitCode, string Error)> RefusedAsync(string text, params string[] args)
    {
        using var file = TemporaryFile.Of(text);
        var run = await OfAsync(file.Path, args);
        run.Out.ShouldBeEmpty();
        return (run.ExitCode, run.Error);
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public static double[][] Rows(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
}
