using System.CommandLine;
using System.CommandLine.Invocation;
using CustomerSegmentation.Cli.Queries;
using CustomerSegmentation.Cli.Exporting;
using CustomerSegmentation.Cli.Fitting;
using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Cli.Simulating;

namespace CustomerSegmentation.Cli;

/// <summary>The `segmentation` tool: one run, from arguments to exit code.</summary>
internal static class Tool
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = Commands(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Say(error.Message);
            }

            terminal.Say($"Try '{CommandPath(parsed)} --help'.");
            return ExitCodes.WrongUsage;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // Ctrl-C cancels; what is under way gets this long to finish and report.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (ToolException problem)
        {
            terminal.Say(problem.Message);
            return problem.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            terminal.Say(problem.Message);
            return ExitCodes.Failed;
        }
    }

    /// <summary>All that can be said to it.</summary>
    internal static RootCommand Commands(Terminal terminal) => new(
        "Fills a customer segmentation engine with purchases, asks it about customers, exports what it knows, and clusters tables offline.\n"
        + "The server is --server or SEGMENTATION_SERVER, http://127.0.0.1:8080 if neither is given; its key is --api-key "
        + $"or SEGMENTATION_API_KEY.\n\n{ExitCodes.Explained}")
    {
        SimulateCommand.Build(terminal),
        ImportCommand.Build(terminal),
        FitCommand.Build(terminal),
        ExportCommand.Build(terminal),
        CustomerCommand.Build(terminal),
        SegmentsCommand.Build(terminal),
        MigrationsCommand.Build(terminal),
        ModelsCommand.Build(terminal),
    };

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "segmentation" : $"segmentation {parsed.CommandResult.Command.Name}";
}
