using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CustomerSegmentation.HostTests.Brokers;

/// <summary>
/// A real RabbitMQ of our own: its own data folder, its own free loopback ports, its own <c>epmd</c>. It can be
/// stopped, killed and started again on the same ports with the same data. Disposing it leaves nothing behind.
/// </summary>
public sealed class RabbitMqBroker : IAsyncDisposable
{
    /// <summary>Why a test is skipped where no server is installed.</summary>
    public const string NotInstalled = "rabbitmq-server is not installed; tests/run.sh installs it";

    private const string Bin = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int _distributionPort;
    private readonly int _epmdPort;
    private Process? _epmd;
    private Process? _server;

    /// <summary>A broker that is not running yet.</summary>
    public RabbitMqBroker()
    {
        var ports = LoopbackPort.Free(3);
        (Port, _distributionPort, _epmdPort) = (ports[0], ports[1], ports[2]);
        // A test run that is ended from outside disposes nothing; the server must not outlive it.
        AppDomain.CurrentDomain.ProcessExit += KillEverything;
    }

    /// <summary>Whether the server is on this machine.</summary>
    public static bool IsInstalled => File.Exists($"{Bin}/rabbitmq-server");

    /// <summary>The AMQP port on 127.0.0.1; the same for the whole life of this broker.</summary>
    public int Port { get; }

    /// <summary>Where clients connect; user and password are <c>guest</c>.</summary>
    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{Port}/");

    /// <summary>Whether the server's process lives.</summary>
    public bool IsRunning => _server is { HasExited: false };

    /// <summary>Starts the server and returns once it takes connections; some 5–10 seconds. Does nothing when it runs.</summary>
    public async Task StartAsync()
    {
        if (IsRunning)
        {
            return;
        }

        // In the foreground, as a child of ours: the one that the server would start for itself outlives it.
        _epmd ??= Launch("/usr/bin/epmd", "-port", Text(_epmdPort), "-address", "127.0.0.1");
        await File.WriteAllTextAsync(Path.Combine(_folder, "plugins"), "[].\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "rabbitmq.conf"), """
            log.file.level = warning
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.relative = 0.8
            """);
        _server = Launch($"{Bin}/rabbitmq-server");
        await WaitUntilItAnswersAsync();
    }

    /// <summary>Asks the server to stop, and waits until it has; some 2–8 seconds. Durable data stays.</summary>
    public async Task StopAsync()
    {
        if (_server is not { HasExited: false } server)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", Text(server.Id)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(WaitTimeout);
        await server.WaitForExitAsync(patience.Token);
    }

    /// <summary>
    /// SIGKILL to the server's whole process tree, as a power cut would. What was on disk stays. RabbitMQ 3.10 writes
    /// its register of quorum queues only every half second: a queue declared within that time before the kill is
    /// lost. Restart once after declaring to be sure.
    /// </summary>
    public async Task KillAsync()
    {
        if (_server is { HasExited: false } server)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    /// <summary>SIGSTOP to the server: connections stay open and nobody reads from them. <see cref="KillAsync"/> ends it.</summary>
    public async Task FreezeAsync()
    {
        // Ours is the script's process, the server's its child.
        using var stop = Process.Start("pkill", ["-STOP", "-P", Text(_server!.Id)]);
        await stop.WaitForExitAsync();
        if (stop.ExitCode != 0)
        {
            throw new InvalidOperationException("There is no server to stop.");
        }
    }

    /// <summary>Stops and starts the server.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>A client of this broker.</summary>
    public Task<RabbitMqProbe> ConnectAsync() => RabbitMqProbe.ConnectAsync(Address);

    /// <summary>
    /// Deletes queues; one that does not exist is passed over. RabbitMQ 3.10 leaves a quorum queue down for good, and
    /// refuses to declare it, when it is deleted before it is up again after a restart. Therefore each is emptied first:
    /// only a queue that is up lets itself be read.
    /// </summary>
    public async Task ForgetAsync(params string[] queues)
    {
        foreach (var queue in queues)
        {
            await Eventually.TrueAsync(() => IsUpAsync(queue), $"{queue} up");
            await using var probe = await ConnectAsync();
            await probe.Channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        }
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the running server and returns what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        using var control = Launch($"{Bin}/rabbitmqctl", ["-q", .. arguments]);
        var printed = control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        return control.ExitCode == 0
            ? await printed
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {await printed}");
    }

    /// <summary>Ends the server and its <c>epmd</c> and removes the data.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillEverything;
        await KillAsync();
        _server?.Dispose();
        if (_epmd is not null)
        {
            _epmd.Kill();
            await _epmd.WaitForExitAsync();
            _epmd.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Process Launch(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var (name, value) in RabbitMqEnvironment.Of(_folder, Port, _distributionPort, _epmdPort))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        if (Path.GetFileName(program) != "rabbitmqctl")
        {
            // A full pipe would stop the server.
            process.BeginOutputReadLine();
        }

        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Whether a queue answers, if only to say that it does not exist.</summary>
    private async Task<bool> IsUpAsync(string queue)
    {
        try
        {
            await using var probe = await ConnectAsync();
            await probe.TakeAsync(queue);
            return true;
        }
        catch (OperationInterruptedException refusal)
        {
            return refusal.ShutdownReason?.ReplyCode == Constants.NotFound;
        }
    }

    private async Task WaitUntilItAnswersAsync()
    {
        var factory = new ConnectionFactory { Uri = Address, AutomaticRecoveryEnabled = false };
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync();
                return;
            }
            catch (Exception failure) when (failure is BrokerUnreachableException or SocketException or IOException)
            {
                if (!IsRunning || started.Elapsed > WaitTimeout)
                {
                    throw new InvalidOperationException($"RabbitMQ did not start.\n{ReadLogs()}", failure);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private string ReadLogs()
    {
        var folder = Path.Combine(_folder, "log");
        return Directory.Exists(folder)
            ? string.Concat(Directory.EnumerateFiles(folder, "*.log").Select(File.ReadAllText))
            : "It wrote no log.";
    }

    private void KillEverything(object? sender, EventArgs e)
    {
        if (IsRunning)
        {
            _server!.Kill(entireProcessTree: true);
        }

        if (_epmd is { HasExited: false })
        {
            _epmd.Kill();
        }
    }
}
