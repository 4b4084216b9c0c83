using System.Buffers;
using System.IO.Compression;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>NDJSON into a file, compressed when its name ends with .gz, or to standard output for <c>-</c>.</summary>
internal sealed class FileSink : EventSink
{
    private readonly ArrayBufferWriter<byte> _lines = new(1 << 16);
    private readonly TextWriter? _output;
    private readonly Stream? _file;

    public FileSink(string path, Terminal terminal)
    {
        Target = path;
        if (path == "-")
        {
            _output = terminal.Out;
            return;
        }

        var file = File.Create(path);
        _file = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }

    public override string Target { get; }

    public override int DefaultBatch => 1_000;

    public override async Task SendAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        _lines.ResetWrittenCount();
        PurchaseEventJson.WriteLines(_lines, events);
        if (_file is not null)
        {
            await _file.WriteAsync(_lines.WrittenMemory, cancellation);
        }
        else
        {
            await _output!.WriteAsync(System.Text.Encoding.UTF8.GetString(_lines.WrittenSpan));
        }

        Tally.Add(events.Count);
    }

    public override Task FinishAsync(CancellationToken cancellation) =>
        _file?.FlushAsync(cancellation) ?? _output!.FlushAsync(cancellation);

    public override ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
