using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Queries;

/// <summary><c>segmentation migrations</c>.</summary>
internal static class MigrationsCommand
{
    private const int DefaultLimit = 100;

    public static Command Build(Terminal terminal)
    {
        var from = new Option<DateTimeOffset?>("--from")
            { Description = "Effective at or after this time.", CustomParser = TimeText.ParseMoment, HelpName = "time" };
        var to = new Option<DateTimeOffset?>("--to")
            { Description = "Effective before this time.", CustomParser = TimeText.ParseMoment, HelpName = "time" };
        var customer = new Option<string?>("--customer") { Description = "Only this customer's.", HelpName = "id" };
        var cause = new Option<string?>("--cause") { Description = "Only of this cause." };
        cause.AcceptOnlyFromAmong("purchase", "refund", "decay", "refit", "correction");
        var cursor = new Option<string?>("--cursor") { Description = "Where the previous page ended.", HelpName = "cursor" };
        var limit = TypedOptions.Whole("--limit", $"1 to 1,000. Default: {DefaultLimit}.", 1, 1_000);
        var command = ServerQuery.Build(terminal, "migrations", "Who changed segment, newest first.",
            parsed => "migrations" + Query(
                ("from", Sent(parsed.GetValue(from))),
                ("to", Sent(parsed.GetValue(to))),
                ("customer", parsed.GetValue(customer)),
                ("cause", parsed.GetValue(cause)),
                ("cursor", parsed.GetValue(cursor)),
                ("limit", (parsed.GetValue(limit) ?? DefaultLimit).ToString(CultureInfo.InvariantCulture))),
            page => Show(terminal, page));
        foreach (var option in new Option[] { from, to, customer, cause, cursor, limit })
        {
            command.Add(option);
        }

        return command;
    }

    private static void Show(Terminal terminal, JsonElement page)
    {
        var table = new Table("Effective", "Customer", "From", "To", "Cause", ">Model");
        foreach (var migration in page.Elements())
        {
            table.Add(
                migration.Moment("effectiveAt"),
                migration.Text("customerId") ?? "",
                migration.Child("from")?.Text("name") ?? "-",
                migration.Child("to")?.Text("name") ?? "-",
                migration.Text("cause") ?? "",
                migration.Text("modelVersion") ?? "");
        }

        table.Write(terminal);
        if (page.Text("next") is { } next)
        {
            terminal.Say($"There are more: --cursor {next}");
        }
    }

    private static string? Sent(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Query(params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}");
        return "?" + string.Join('&', given);
    }
}
