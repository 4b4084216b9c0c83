using Spectre.Console;

namespace CustomerSegmentation.Cli;

/// <summary>
/// Everything the tool knows of the world around it. Results go to <see cref="Out"/>; progress and complaints go
/// to <see cref="Error"/>, so that a pipe gets nothing but results.
/// </summary>
internal sealed class Terminal(
    TextWriter output, TextWriter error, TimeProvider time, Func<string, string?> environment)
{
    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public TimeProvider Time { get; } = time;

    public Func<string, string?> Environment { get; } = environment;

    /// <summary>Whether a person looks at <see cref="Out"/>.</summary>
    public bool OutIsScreen { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>.</summary>
    public bool ErrorIsScreen { get; init; }

    /// <summary>Spectre's view of <see cref="Out"/>.</summary>
    public IAnsiConsole Screen => field ??= ConsoleOn(Out, OutIsScreen);

    /// <summary>Spectre's view of <see cref="Error"/>.</summary>
    public IAnsiConsole ProgressScreen => field ??= ConsoleOn(Error, ErrorIsScreen);

    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, TimeProvider.System, System.Environment.GetEnvironmentVariable)
        {
            OutIsScreen = !Console.IsOutputRedirected,
            ErrorIsScreen = !Console.IsErrorRedirected,
        };

    /// <summary>A complaint or a hint, on a line of its own. What it quotes does not drive the terminal.</summary>
    public void Say(string line) => Error.WriteLine(string.Concat(line.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)));

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool screen) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = screen ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = screen ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
