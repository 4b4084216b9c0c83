using System.CommandLine;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Queries;

/// <summary>A command that asks the engine one thing: the server's JSON as it is, or something to read.</summary>
internal static class ServerQuery
{
    public static Command Build(
        Terminal terminal, string name, string description, Func<ParseResult, string> path, Action<JsonElement> show)
    {
        var server = new ServerOptions(terminal);
        var json = new Option<bool>("--json") { Description = "Print the server's JSON as it is." };
        var command = new Command(name, description) { json };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed);
            using var answer = await client.GetAsync("api/v1/" + path(parsed), cancellation);
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(answer.RootElement.GetRawText());
            }
            else
            {
                show(answer.RootElement);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
