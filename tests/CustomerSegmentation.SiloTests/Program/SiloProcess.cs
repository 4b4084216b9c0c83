namespace CustomerSegmentation.SiloTests.Program;

/// <summary>Starts the silo's program on free ports.</summary>
internal static class SiloProcess
{
    /// <summary>Its program, beside the tests.</summary>
    public const string File = "CustomerSegmentation.Silo.dll";

    /// <summary>Starts it and returns once it is ready to record.</summary>
    public static Task<HostProcess> StartAsync(params string[] options)
    {
        var ports = LoopbackPort.Free(2);
        return HostProcess.StartAsync(
            File, ["--urls", "http://127.0.0.1:0", "--SiloPort", $"{ports[0]}", "--GatewayPort", $"{ports[1]}", .. options]);
    }

    /// <summary>Runs it with exactly these options until it ends by itself, as it does when something is wrong.</summary>
    /// <returns>The exit code, and what stood on standard output and on standard error.</returns>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] options) =>
        HostProcess.RunAsync(File, [], options);
}
