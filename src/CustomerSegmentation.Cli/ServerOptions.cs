using System.CommandLine;

namespace CustomerSegmentation.Cli;

/// <summary>Which engine to talk to.</summary>
internal sealed class ServerOptions
{
    public const string DefaultServer = "http://127.0.0.1:8080";

    private readonly Terminal _terminal;

    public ServerOptions(Terminal terminal)
    {
        _terminal = terminal;
        Server = new("--server") { Description = "The engine's address.", HelpName = "http://…" };
        ApiKey = new("--api-key") { Description = "The engine's API key, if it asks for one.", HelpName = "key" };
    }

    public Option<string?> Server { get; }

    public Option<string?> ApiKey { get; }

    public void AddTo(Command command)
    {
        command.Add(Server);
        command.Add(ApiKey);
    }

    public ServerClient Connect(ParseResult parsed) => new(AddressOf(parsed), KeyOf(parsed));

    public string? KeyOf(ParseResult parsed) =>
        parsed.GetValue(ApiKey) ?? NullIfEmpty(_terminal.Environment("SEGMENTATION_API_KEY"));

    public static Uri DefaultAddress(Terminal terminal) =>
        Address(NullIfEmpty(terminal.Environment("SEGMENTATION_SERVER")) ?? DefaultServer);

    /// <summary>The address of an engine, with a slash at its end so that paths append.</summary>
    public static Uri Address(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw new ToolException(ExitCodes.WrongUsage, $"'{text}' is not an address of an engine: write http://host:port.");

    private Uri AddressOf(ParseResult parsed) =>
        parsed.GetValue(Server) is { } given ? Address(given) : DefaultAddress(_terminal);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
