using System.CommandLine;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>The options that say where events go.</summary>
internal sealed class SinkOptions
{
    private readonly Terminal _terminal;
    private readonly ServerOptions _server;

    public SinkOptions(Terminal terminal)
    {
        _terminal = terminal;
        _server = new(terminal);
        To = new("--to")
        {
            Description = "An engine (http://host:port) or a RabbitMQ broker (amqp://user:password@host:port/vhost). "
                + $"Default: SEGMENTATION_SERVER, else {ServerOptions.DefaultServer}.",
            HelpName = "address",
        };
        Out = new("--out")
        {
            Description = "Write events as NDJSON to this file instead; '-' is standard output, a name in .gz is compressed.",
            HelpName = "file",
        };
        Batch = TypedOptions.Whole("--batch", "Events a message or request, 1 to 1,000. Default: 1 to a broker, 1,000 else.", 1, 1_000);
    }

    public Option<string?> To { get; }

    public Option<string?> Out { get; }

    public Option<int?> Batch { get; }

    public void AddTo(Command command)
    {
        command.Add(To);
        command.Add(Out);
        command.Add(Batch);
        command.Add(_server.ApiKey);
        command.Validators.Add(result =>
        {
            if (result.GetValue(To) is not null && result.GetValue(Out) is not null)
            {
                result.AddError("Give --to or --out, not both.");
            }
        });
    }

    public bool IsFile(ParseResult parsed) => parsed.GetValue(Out) is not null;

    /// <summary>Where to say what happened: not among the events, when they go to standard output.</summary>
    public TextWriter Results(ParseResult parsed) => parsed.GetValue(Out) == "-" ? _terminal.Error : _terminal.Out;

    public async Task<EventSink> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Out) is { } path)
        {
            return new FileSink(path, _terminal);
        }

        var to = parsed.GetValue(To);
        if (to is not null && to.StartsWith("amqp", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(to, UriKind.Absolute, out var broker) && broker is { Scheme: "amqp" or "amqps", Host.Length: > 0 }
                ? await RabbitSink.ConnectAsync(broker, _terminal, cancellation)
                : throw new ToolException(ExitCodes.WrongUsage, $"'{to}' is not an address of a broker: write amqp://host:port.");
        }

        var server = to is null ? ServerOptions.DefaultAddress(_terminal) : ServerOptions.Address(to);
        return new HttpSink(server, _server.KeyOf(parsed), _terminal);
    }
}
