using System.Globalization;
using System.Text;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Reads migrations as server-sent events until there were so many, and how old each twentieth was on arrival.</summary>
internal sealed class EventStreamReader
{
    private const int OneIn = 20;

    private readonly Stream _body;
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly List<double> _milliseconds = [];

    private EventStreamReader(Stream body) => _body = body;

    /// <summary>Connects; what is put on record from then on will be read.</summary>
    public static async Task<EventStreamReader> ConnectAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var reader = new EventStreamReader(await response.Content.ReadAsStreamAsync());
        Check.True(await reader._body.ReadAsync(reader._buffer) > 0); // the stream says where it begins
        return reader;
    }

    /// <summary>Milliseconds from when the engine knew to when it was here.</summary>
    public async Task<IReadOnlyList<double>> ReadAsync(int migrations)
    {
        await using (_body)
        {
            for (int seen = 0, filled = 0; seen < migrations;)
            {
                var read = await _body.ReadAsync(_buffer.AsMemory(filled));
                Check.True(read > 0);
                filled += read;
                filled = Take(_buffer.AsSpan(0, filled), ref seen);
            }
        }

        return _milliseconds;
    }

    /// <summary>Moves what is no whole event yet to the front; how long it is.</summary>
    private int Take(Span<byte> bytes, ref int seen)
    {
        ReadOnlySpan<byte> rest = bytes;
        for (var end = rest.IndexOf("\n\n"u8); end >= 0; end = rest.IndexOf("\n\n"u8))
        {
            var block = rest[..end];
            if (block.IndexOf("event: migration"u8) >= 0 && seen++ % OneIn == 0)
            {
                var at = block[(block.IndexOf("\"recordedAt\":\""u8) + 14)..];
                var recorded = DateTimeOffset.Parse(
                    Encoding.ASCII.GetString(at[..at.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
                _milliseconds.Add((TimeProvider.System.GetUtcNow() - recorded).TotalMilliseconds);
            }

            rest = rest[(end + 2)..];
        }

        rest.CopyTo(bytes);
        return rest.Length;
    }
}
