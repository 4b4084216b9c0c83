using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using StackExchange.Redis;

namespace CustomerSegmentation.SiloTests.Servers;

/// <summary>
/// A real Redis of our own, which writes to its own folder: it can be stopped and started again on the same port
/// with the same data. Disposing it leaves nothing behind.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Why a test is skipped where no server is installed.</summary>
    public const string NotInstalled = "redis-server is not installed; tests/run.sh installs it";

    private const string Program = "/usr/bin/redis-server";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly int _port = LoopbackPort.Free(1)[0];
    private Process? _server;

    private readonly bool _syncsEveryWrite;

    /// <summary>A server that is not running yet.</summary>
    /// <param name="syncsEveryWrite">Whether it answers once a write is on disk. Otherwise it syncs once a second.</param>
    public RedisServer(bool syncsEveryWrite = true)
    {
        _syncsEveryWrite = syncsEveryWrite;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>Whether the server is on this machine.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Where clients connect.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Starts the server and returns once it takes connections.</summary>
    public async Task StartAsync()
    {
        if (_server is { HasExited: false })
        {
            return;
        }

        _server = Process.Start(new ProcessStartInfo(
            Program,
            [
                "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder,
                "--appendonly", "yes", "--appendfsync", _syncsEveryWrite ? "always" : "everysec", "--save", "", "--logfile", "log",
            ]))!;
        for (var waiting = Stopwatch.StartNew(); !await AnswersAsync(); await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System))
        {
            if (waiting.Elapsed > WaitTimeout || _server.HasExited)
            {
                throw new InvalidOperationException($"Redis did not start.\n{await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
            }
        }
    }

    /// <summary>Ends it as SIGTERM does; its data stay.</summary>
    public async Task StopAsync()
    {
        if (_server is { HasExited: false } server)
        {
            using (var kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await server.WaitForExitAsync();
        }
    }

    /// <summary>Everything that anybody keeps there is gone, as after a wrong restore.</summary>
    public async Task EmptyAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        await connection.GetServer(Address).FlushAllDatabasesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(this, EventArgs.Empty);
        if (_server is not null)
        {
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (_server is { HasExited: false })
        {
            _server.Kill();
        }
    }
}
