using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>
/// GET over raw sockets: each connection asks, waits for the whole answer, and asks again. It costs the machine less
/// than a full client would, and what it costs it costs both sides of a comparison.
/// </summary>
internal sealed class HttpLoad(Uri address, int connections)
{
    /// <summary>Requests per second, and how many milliseconds each took.</summary>
    public async Task<(double PerSecond, Samples Milliseconds)> RunAsync(TimeSpan duration, Func<int, string> pathOf)
    {
        var started = Stopwatch.GetTimestamp();
        var next = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var milliseconds = new List<double>();
            var buffer = new byte[16 << 10];
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var request = RequestFor(pathOf(Interlocked.Increment(ref next)));
                var asked = Stopwatch.GetTimestamp();
                await AskAsync(socket, request, buffer);
                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return milliseconds;
        })));
        var took = Stopwatch.GetElapsedTime(started);
        Samples samples = new([.. all.SelectMany(static one => one)]);
        return (samples.Values.Count / took.TotalSeconds, samples);
    }

    /// <summary>Bytes of the body that a path answers with.</summary>
    public async Task<int> BodyLengthAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = address };
        return (await client.GetByteArrayAsync(path)).Length;
    }

    private byte[] RequestFor(string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n");

    private static async Task AskAsync(Socket socket, byte[] request, byte[] buffer)
    {
        await socket.SendAsync(request);
        var length = 0;
        do
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            Check.True(received > 0);
            length += received;
        }
        while (!IsWhole(buffer.AsSpan(0, length)));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        Check.True(answer.StartsWith("HTTP/1.1 200"u8));
        var head = answer[..end];
        var field = head.IndexOf("Content-Length: "u8);
        if (field < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8); // the last chunk
        }

        var digits = head[(field + "Content-Length: ".Length)..];
        var line = digits.IndexOf((byte)'\r');
        return answer.Length - end - 4 == int.Parse(line < 0 ? digits : digits[..line]);
    }
}
