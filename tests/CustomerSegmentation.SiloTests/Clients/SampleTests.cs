using System.Globalization;
using CustomerSegmentation.SiloTests.Servers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CustomerSegmentation.SiloTests.Clients;

/// <summary>The program that docs/client.md shows is compiled as it stands, and run as a process of its own against a silo.</summary>
public sealed class SampleTests(SharedRedis redis, SharedPostgres postgres)
{
    private const string Program = "client-sample";
    private const int LongestSample = 30;

    // What 'dotnet new console' has a program use without saying so.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Fact]
    public async Task The_program_of_the_page_runs_over_the_cluster_and_over_HTTP()
    {
        Compile(await SampleAsync());
        var ports = LoopbackPort.Free(2);
        await using var silo = await HostProcess.StartAsync(
            "CustomerSegmentation.Silo.dll",
            "--urls", "http://127.0.0.1:0", "--Address", "127.0.0.1", "--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}",
            "--Redis", await redis.AddressAsync(), "--Postgres", await postgres.CreateDatabaseAsync());

        foreach (var connection in new[]
        {
            new[] { "--Gateway", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports[1]}") },
            ["--Server", silo.Http.BaseAddress!.AbsoluteUri],
        })
        {
            var (exitCode, output, errors) = await HostProcess.RunAsync($"{Program}.dll", [], connection);

            exitCode.ShouldBe(0, output + errors);
            output.ShouldContain("C-1001 is in ", customMessage: output + errors);
            output.ShouldContain(" and worth 59.9");
            output.ShouldContain("new -> ");
            output.ShouldContain(": Purchase");
        }

        await silo.StopAsync();
    }

    /// <summary>The first block of C# on the page.</summary>
    private static async Task<string> SampleAsync()
    {
        const string begin = "```csharp\n";
        var page = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "client.md"));
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var sample = page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
        sample.Split('\n').Length.ShouldBeLessThanOrEqualTo(LongestSample + 1);
        return sample;
    }

    /// <summary>Beside the tests, whose libraries it uses.</summary>
    private static void Compile(string sample)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            Program,
            new[] { ImplicitUsings, sample }.Select(text => CSharpSyntaxTree.ParseText(text)),
            references,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(Path.Combine(AppContext.BaseDirectory, $"{Program}.dll"));

        result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty();
        foreach (var extension in new[] { "runtimeconfig.json", "deps.json" })
        {
            File.Copy(
                Path.Combine(AppContext.BaseDirectory, $"CustomerSegmentation.SiloTests.{extension}"),
                Path.Combine(AppContext.BaseDirectory, $"{Program}.{extension}"),
                overwrite: true);
        }
    }
}
