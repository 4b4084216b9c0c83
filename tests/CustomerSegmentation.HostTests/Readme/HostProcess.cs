using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CustomerSegmentation.HostTests.Readme;

/// <summary>A host in a process of its own, on a free port, in a temporary folder.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("host-");
    private readonly List<string> _printed = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    /// <param name="assembly">The program.</param>
    /// <param name="arguments">What it is to do; where it listens and keeps its data is added.</param>
    public HostProcess(string assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [assembly, .. arguments, "--urls", "http://127.0.0.1:0", "--Data", Path.Combine(_folder.FullName, "data")])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"The host ended before it listened.\n{Printed}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it said so far.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return string.Join('\n', _printed);
            }
        }
    }

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> AddressAsync() => _listening.Task.WaitAsync(Eventually.Patience);

    /// <summary>Asks it to stop, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Read(string? line)
    {
        lock (_printed)
        {
            _printed.Add(line ?? "");
        }

        if (Listening().Match(line ?? "") is { Success: true } match)
        {
            _listening.TrySetResult(new(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Listening();
}
