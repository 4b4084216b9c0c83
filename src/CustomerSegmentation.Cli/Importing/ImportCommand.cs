using System.CommandLine;
using System.CommandLine.Parsing;
using CustomerSegmentation.Cli.Reading;
using CustomerSegmentation.Cli.Sending;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary><c>segmentation import</c>.</summary>
internal static class ImportCommand
{
    public static Command Build(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV (comma, semicolon or tab) or NDJSON, also gzipped; UTF-8 or Windows-1252." };
        file.Validators.Add(result =>
        {
            var path = result.Tokens[0].Value;
            if (Directory.Exists(path))
            {
                result.AddError($"'{path}' is a directory; name one file in it. Several files are imported one after the other.");
            }
            else if (!File.Exists(path))
            {
                result.AddError($"There is no file '{path}'.");
            }
        });
        var map = new Option<Dictionary<string, string>>("--map")
        {
            Description = $"Which column is which, as in customerId=Client orderId=Order. Fields: {string.Join(", ", EventFields.All)}. "
                + "Not needed for Online Retail (InvoiceNo, Quantity, InvoiceDate, UnitPrice, CustomerID) and for columns that bear a field's name.",
            CustomParser = ParseMap,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "field=column",
        };
        var currency = new Option<string?>("--currency")
            { Description = "ISO 4217 code of the amounts where no column says. Default: the engine's.", HelpName = "code" };
        currency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } code && !CurrencyCodes.Contains(code))
            {
                result.AddError($"'{code}' is not a currency code of ISO 4217.");
            }
        });
        var zone = new Option<TimeZoneInfo?>("--time-zone")
        {
            Description = "Zone of times without an offset, as in Europe/London. Default: UTC.",
            CustomParser = ParseZone,
            HelpName = "zone",
        };
        var time = new Option<string?>("--time-format")
            { Description = "How times are written where not in ISO 8601, as in 'dd.MM.yyyy HH:mm'.", HelpName = "format" };
        time.Validators.Add(result =>
        {
            if (result.Tokens is [var format, ..] && !ImportFormat.IsTimeFormat(format.Value))
            {
                result.AddError($"--time-format '{ColumnList.Shown(format.Value)}' does not tell day, month and year of a time, as 'dd.MM.yyyy HH:mm' does.");
            }
        });
        var comma = new Option<bool>("--decimal-comma") { Description = "Numbers are written 12,50." };
        var only = new Option<OnlyLines?>("--only")
        {
            Description = "Take only lines with one of these values in a column, as in status=paid,completed. The others are left out and counted.",
            CustomParser = ParseOnly,
            HelpName = "column=a,b",
        };
        var purchasesOnly = new Option<bool>("--purchases-only") { Description = "Leave refunds out." };
        var skip = new Option<bool>("--skip-invalid")
            { Description = "Send the rest although some lines cannot be understood. Without it nothing is sent then." };
        var dry = new Option<bool>("--dry-run") { Description = "Only check and report." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var destination = new SinkOptions(terminal);
        var command = new Command("import",
            "Turns order tables into events: reads and checks the whole file, reports, then sends the events in time order. "
            + "Ids derive from the content, so importing again is safe.")
        {
            file, map, currency, zone, time, comma, only, purchasesOnly, skip, dry, json,
        };
        destination.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var format = new ImportFormat(
                parsed.GetValue(map) ?? [], parsed.GetValue(currency), parsed.GetValue(zone) ?? TimeZoneInfo.Utc, parsed.GetValue(time), parsed.GetValue(comma),
                parsed.GetValue(purchasesOnly), parsed.GetValue(only));
            var run = new ImportRun(
                terminal, destination.Results(parsed), parsed.GetValue(json), parsed.GetValue(skip), parsed.GetValue(destination.Batch));
            return await run.RunAsync(
                parsed.GetRequiredValue(file).FullName, format,
                parsed.GetValue(dry) ? null : () => destination.OpenAsync(parsed, cancellation), cancellation);
        });
        return command;
    }

    private static Dictionary<string, string> ParseMap(ArgumentResult result)
    {
        var map = new Dictionary<string, string>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var field = equals < 1 ? null
                : EventFields.All.FirstOrDefault(name => name.Equals(text[..equals], StringComparison.OrdinalIgnoreCase));
            if (field is null || equals == text.Length - 1)
            {
                result.AddError($"'{text}' is not field=column with one of the fields {string.Join(", ", EventFields.All)}.");
            }
            else if (!map.TryAdd(field, text[(equals + 1)..]))
            {
                result.AddError($"{field} is mapped twice.");
            }
        }

        return map;
    }

    private static OnlyLines? ParseOnly(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var values = equals < 1 ? [] : text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (values.Length > 0)
        {
            return new(text[..equals].Trim(), values);
        }

        result.AddError($"--only '{text}' is not column=value, as in status=paid,completed.");
        return null;
    }

    private static TimeZoneInfo ParseZone(ArgumentResult result)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out var zone))
        {
            return zone;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a time zone that this machine knows, such as UTC or Europe/London.");
        return TimeZoneInfo.Utc;
    }
}
