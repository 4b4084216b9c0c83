using CustomerSegmentation.Cli;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>The tool run in this process, with what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static Task<ToolRun> OfAsync(params string[] args) => OfAsync(new Dictionary<string, string>(), default, args);

    public static async Task<ToolRun> OfAsync(
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Synchronized(error), TimeProvider.System, environment.GetValueOrDefault);
        var exitCode = await Tool.RunAsync(args, terminal, cancellation);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
