using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CustomerSegmentation.Benchmarks.Peers;

/// <summary>
/// One connection to Redis over its protocol (RESP2): commands are gathered and sent at once, then as many answers are read.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private const int LineEnd = 2; // bytes

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly MemoryStream _commands = new(1 << 18);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _end;

    private RedisConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<RedisConnection> ConnectAsync(string address)
    {
        var colon = address.LastIndexOf(':');
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address[..colon], int.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture));
        return new(client);
    }

    /// <summary>Adds a command to those that are sent next: its words as bulk strings.</summary>
    public void Add(params ReadOnlySpan<string> words)
    {
        WriteHead((byte)'*', words.Length);
        Span<byte> utf8 = stackalloc byte[256];
        foreach (var word in words)
        {
            var length = Encoding.UTF8.GetBytes(word, utf8);
            WriteHead((byte)'$', length);
            _commands.Write(utf8[..length]);
            _commands.Write("\r\n"u8);
        }
    }

    public async Task SendAsync()
    {
        await _stream.WriteAsync(_commands.GetBuffer().AsMemory(0, (int)_commands.Length));
        _commands.SetLength(0);
    }

    /// <summary>The next answer that is a number, a bulk string or a simple one; null for a missing value.</summary>
    /// <exception cref="InvalidOperationException">Redis answered with an error.</exception>
    public async ValueTask<string?> ReadAsync()
    {
        var line = await ReadLineAsync();
        switch (line[0])
        {
            case '$':
                return line == "$-1" ? null : await ReadLineAsync(); // no value that we keep has a line end in it
            case ':' or '+':
                return line[1..];
            default:
                throw new InvalidOperationException($"Redis answered '{line}'.");
        }
    }

    /// <summary>Passes over so many answers that are numbers.</summary>
    /// <exception cref="InvalidOperationException">One of them was not.</exception>
    public async Task SkipNumbersAsync(int count)
    {
        for (; count > 0; count--)
        {
            var length = await FindLineAsync();
            if (_buffer[_next] != ':')
            {
                await ReadAsync();
                throw new InvalidOperationException("Redis did not answer with a number.");
            }

            _next += length + LineEnd;
        }
    }

    /// <summary>The next answer that is a list.</summary>
    public async Task<string?[]> ReadListAsync()
    {
        var head = await ReadLineAsync();
        var items = new string?[int.Parse(head.AsSpan(1), CultureInfo.InvariantCulture)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = await ReadAsync();
        }

        return items;
    }

    public void Dispose()
    {
        _commands.Dispose();
        _client.Dispose();
    }

    private void WriteHead(byte kind, int count)
    {
        Span<byte> head = stackalloc byte[16];
        head[0] = kind;
        Utf8Formatter.TryFormat(count, head[1..], out var digits);
        "\r\n"u8.CopyTo(head[(digits + 1)..]);
        _commands.Write(head[..(digits + 3)]);
    }

    private async ValueTask<string> ReadLineAsync()
    {
        var length = await FindLineAsync();
        var line = Encoding.UTF8.GetString(_buffer, _next, length);
        _next += length + LineEnd;
        return line;
    }

    /// <summary>How long the next line is; in nearly all cases it is in the buffer already.</summary>
    private async ValueTask<int> FindLineAsync()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_next, _end - _next).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                return length;
            }

            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            (_next, _end) = (0, _end - _next);
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end));
            _end += read > 0 ? read : throw new EndOfStreamException("Redis closed the connection.");
        }
    }
}
