using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CustomerSegmentation;

/// <summary>
/// A real PostgreSQL of our own: its own data folder and its own free loopback port. It can be stopped, killed and
/// started again on the same port with the same data. Disposing it leaves nothing behind.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);
    private static readonly string? Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .Order(StringComparer.Ordinal)
            .LastOrDefault()
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly int _port = LoopbackPort.Free(1)[0];
    private Process? _server;
    private int _databases;

    private readonly bool _syncs;

    /// <summary>A server that is not running yet.</summary>
    /// <param name="syncs">Whether it syncs its files, so that they survive a power cut. In most tests nothing has to.</param>
    public PostgresServer(bool syncs = false)
    {
        _syncs = syncs;

        // A test run that is ended from outside disposes nothing; the server must not outlive it.
        AppDomain.CurrentDomain.ProcessExit += KillEverything;
    }

    /// <summary>Why tests must do without; null where a server can be started.</summary>
    public static string? Missing =>
        Bin is null ? "postgresql is not installed; tests/run.sh installs it"
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv") ? "PostgreSQL does not run as root, and there is no setpriv"
        : null;

    /// <summary>Whether the server's process lives.</summary>
    public bool IsRunning => _server is { HasExited: false };

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts the server and returns once it takes connections; about a second. Does nothing when it runs.</summary>
    public async Task StartAsync()
    {
        if (IsRunning)
        {
            return;
        }

        if (!Directory.Exists(Data))
        {
            await MakeDataAsync();
        }

        // Sockets in the file system are off: ports are enough.
        _server = Launch("postgres", "-D", Data, "-p", Text(_port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", _syncs ? "fsync=on" : "fsync=off", "-c", "max_connections=200");
        await WaitUntilItAnswersAsync();
    }

    /// <summary>Ends every session and stops, as an administrator's fast shutdown does.</summary>
    public async Task StopAsync()
    {
        if (_server is not { HasExited: false } server)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-INT", Text(server.Id)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(WaitTimeout);
        await server.WaitForExitAsync(patience.Token);
    }

    /// <summary>SIGKILL to the server's whole process tree.</summary>
    public async Task KillAsync()
    {
        if (_server is { HasExited: false } server)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    /// <summary>Makes an empty database; where to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync(string encoding = "UTF8")
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        // Without a pool: connections in it do not outlive a restart of the server.
        await using var connection = new NpgsqlConnection(AddressOf("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            encoding == "UTF8" ? $"CREATE DATABASE {name}"
                : $"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C' LOCALE_PROVIDER libc",
            connection);
        await create.ExecuteNonQueryAsync();
        return AddressOf(name);
    }

    /// <summary>Ends the server and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillEverything;
        await KillAsync();
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string AddressOf(string database) => $"Host=127.0.0.1;Port={_port};Username=tests;Database={database}";

    /// <summary>
    /// The locale is one of a culture, so that whoever relies on the order of bytes must ask for it, as on most servers.
    /// </summary>
    private async Task MakeDataAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var give = Process.Start("chown", ["postgres", _folder]);
            await give.WaitForExitAsync();
        }

        using var make = Launch("initdb", "-D", Data, "-U", "tests", "--auth=trust", "--no-sync", "--encoding=UTF8",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US");
        await make.WaitForExitAsync();
        if (make.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb ended with {make.ExitCode}.\n{Log}");
        }
    }

    private string Log => File.ReadAllText(Path.Combine(_folder, "log"));

    /// <summary>As the user postgres where we are root: the server refuses to run as that. What it prints goes to a file.</summary>
    private Process Launch(string program, params string[] arguments)
    {
        string[] user = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            : [];
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = _folder };
        foreach (var argument in (string[])[ "-c", "exec \"$@\" >>log 2>&1", "sh", .. user, Path.Combine(Bin!, program), .. arguments ])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task WaitUntilItAnswersAsync()
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(AddressOf("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException failure)
            {
                if (!IsRunning || started.Elapsed > WaitTimeout)
                {
                    throw new InvalidOperationException($"PostgreSQL did not start.\n{Log}", failure);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private void KillEverything(object? sender, EventArgs e)
    {
        if (IsRunning)
        {
            _server!.Kill(entireProcessTree: true);
        }
    }
}
