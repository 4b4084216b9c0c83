using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;

namespace CustomerSegmentation.SiloTests.Releases;

/// <summary>The silo of the last release, built from history once and kept beside the tests' own build output.</summary>
internal static class LastRelease
{
    /// <summary>The release. Moved on when the wire contract is recorded anew.</summary>
    private const string Commit = "8e246d2";

    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(10); // on a machine that does much else; half a minute on one that rests

    private static readonly string[] Sources =
        ["src", "global.json", ".editorconfig", "BannedSymbols.txt", "Directory.Build.props", "Directory.Packages.props"];

    /// <summary>The program of its silo. Skips the test where there is no history, or no package of that time.</summary>
    public static async Task<string> SiloAsync()
    {
        var folder = Path.Combine(Checkout.Root, "tests", "CustomerSegmentation.SiloTests", "obj", "last-release", Commit);
        var program = Path.Combine(folder, "CustomerSegmentation.Silo.dll");
        if (File.Exists(program))
        {
            return program;
        }

        var scratch = $"{folder}-{Environment.ProcessId}";
        try
        {
            await UnpackAsync(scratch);
            var (exitCode, output) = await RunAsync(
                "dotnet", scratch, "build", "src/CustomerSegmentation.Silo", "-c", "Release", "-o", "out", "-v", "quiet", "-clp:NoSummary",
                "-nodeReuse:false", "-p:UseSharedCompilation=true", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false");
            Assert.SkipUnless(exitCode == 0, $"The last release, {Commit}, cannot be built here: {output.Trim()}");
            Directory.Move(Path.Combine(scratch, "out"), folder); // at once and whole: an interrupted build leaves nothing that looks done
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        return program;
    }

    private static async Task UnpackAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var archive = Path.Combine(folder, "sources.tar");
        var (exitCode, output) = await RunAsync("git", Checkout.Root, ["archive", "--format=tar", $"--output={archive}", Commit, .. Sources]);
        Assert.SkipUnless(exitCode == 0, $"The last release, {Commit}, is not in this clone's history: {output.Trim()}");
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return (-1, missing.Message);
        }

        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(LongestBuild, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException hung)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {LongestBuild.TotalMinutes:0} minutes.", hung);
        }

        return (process.ExitCode, await output + await errors);
    }
}
