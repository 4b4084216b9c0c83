namespace CustomerSegmentation.Cli;

/// <summary>What the tool says to scripts. They never change meaning.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The job failed, or a part of it was refused.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    public const int Unreachable = 3;

    /// <summary>The server asks for an API key, or for another one.</summary>
    public const int NotAllowed = 4;

    /// <summary>The server does not know what was asked for.</summary>
    public const int NotFound = 5;

    /// <summary>Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    public const string Explained =
        "Exit codes: 0 done; 1 failed or partly refused; 2 wrong usage; 3 server not reachable; "
        + "4 API key missing or wrong; 5 not found; 130 interrupted.";
}

/// <summary>A reason to stop, told to the user in a sentence that says what to do.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
