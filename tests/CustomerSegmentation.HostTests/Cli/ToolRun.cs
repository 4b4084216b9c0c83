using CustomerSegmentation.Cli;

namespace CustomerSegmentation.HostTests.Cli;

/// <summary>The tool run in this process, with what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static async Task<ToolRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Synchronized(error), TimeProvider.System, _ => null);
        var exitCode = await Tool.RunAsync(args, terminal);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
