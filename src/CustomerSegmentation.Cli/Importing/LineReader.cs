using CustomerSegmentation.Cli.Reading;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>Reads the usable lines of a table and reports the others.</summary>
internal sealed class LineReader(TableReader table, Layout layout, ImportFormat format, ImportReport report)
{
    // Customers and orders repeat on many lines: one string each.
    private readonly Dictionary<string, string> _known = [];

    public IEnumerable<OrderLine> Read()
    {
        while (table.Read())
        {
            report.Lines++;
            if (table.Defect is { } defect)
            {
                report.Reject(defect, table.Line);
            }
            else if (layout.Columns.FirstOrDefault(column => !table.IsValue(column), -1) is >= 0 and var wrong)
            {
                report.Reject($"{table.Columns[wrong]} is neither text nor a number", table.Line);
            }
            else if (IsLeftOut())
            {
                report.LeaveOut($"{format.Only!.Column} is none of {string.Join(", ", format.Only.Values)} (--only)", table.Line);
            }
            else if (Current() is { } line)
            {
                if (line.Type == PurchaseEventType.Refund && format.PurchasesOnly)
                {
                    report.LeaveOut("refund (--purchases-only)", line.Number);
                    continue;
                }

                yield return line;
            }
        }
    }

    private OrderLine? Current()
    {
        if (Cell(EventFields.CustomerId) is not { } customer)
        {
            report.LeaveOut("no customer", table.Line);
            return null;
        }

        if (Id(EventFields.CustomerId, customer) is not { } customerId)
        {
            return null;
        }

        if (Required(EventFields.OrderId) is not { } written || Id(EventFields.OrderId, written) is not { } order || Required(EventFields.OccurredAt) is not { } time)
        {
            return null;
        }

        if (!format.TryParseTime(time, layout.IsRetail, out var occurredAt, out var isDay))
        {
            report.Reject("not a time (ISO 8601, or --time-format)", table.Line, time);
            return null;
        }

        return layout.IsRetail
            ? RetailLine(Once(customerId), Once(order), occurredAt, isDay)
            : Line(Once(customerId), Once(order), occurredAt, isDay);
    }

    private OrderLine? RetailLine(string customer, string invoice, DateTimeOffset occurredAt, bool isDay)
    {
        if (Number(EventFields.Quantity) is not { } quantity || Number(EventFields.UnitPrice) is not { } price)
        {
            return null;
        }

        if (price <= 0)
        {
            report.LeaveOut("price of zero or below", table.Line);
            return null;
        }

        var isCancellation = invoice.StartsWith('C');
        if (isCancellation ? quantity >= 0 : quantity <= 0)
        {
            report.LeaveOut(
                isCancellation ? "quantity of zero or above in a cancellation" : "quantity of zero or below outside a cancellation",
                table.Line);
            return null;
        }

        var product = layout.Product is { } column && ImportCell.Text(table.Cell(column)) is { } code ? Once(code) : null;
        return new(table.Line, isCancellation ? PurchaseEventType.Refund : PurchaseEventType.Purchase,
            customer, invoice, occurredAt, isDay, Math.Abs(quantity), price, product, EventId: null, format.Currency);
    }

    private OrderLine? Line(string customer, string order, DateTimeOffset occurredAt, bool isDay)
    {
        if (Type() is not { } type || Value() is not var (quantity, price))
        {
            return null;
        }

        var currency = Cell(EventFields.Currency)?.ToUpperInvariant() ?? format.Currency;
        if (currency is not null && !CurrencyCodes.Contains(currency))
        {
            report.Reject("not a currency code of ISO 4217", table.Line, currency);
            return null;
        }

        var given = Cell(EventFields.EventId);
        var eventId = given is null ? null : Id(EventFields.EventId, given);
        if (given is not null && eventId is null)
        {
            return null;
        }

        // Shops write what goes back as a negative amount, with or without saying refund.
        var isRefund = type == PurchaseEventType.Refund || quantity * price < 0;
        return new(table.Line, isRefund ? PurchaseEventType.Refund : PurchaseEventType.Purchase,
            customer, order, occurredAt, isDay, Math.Abs(quantity), Math.Abs(price), Product: null, eventId,
            currency is null ? null : Once(currency));
    }

    private PurchaseEventType? Type()
    {
        switch (Cell(EventFields.Type)?.ToLowerInvariant())
        {
            case null or "purchase":
                return PurchaseEventType.Purchase;
            case "refund":
                return PurchaseEventType.Refund;
            case var other:
                report.Reject("type is neither purchase nor refund", table.Line, other);
                return null;
        }
    }

    private (decimal Quantity, decimal Price)? Value()
    {
        if (layout[EventFields.Amount] is not null)
        {
            return Number(EventFields.Amount) is { } amount ? (1, amount) : null;
        }

        return Number(EventFields.Quantity) is { } quantity && Number(EventFields.UnitPrice) is { } price ? (quantity, price) : null;
    }

    private string Hint(string text) =>
        (text.Contains('.') && text.Contains(',')) || text.Count(c => c == (format.DecimalComma ? '.' : ',')) > 1 ? " (no thousands separators)"
        : (format with { DecimalComma = true }).TryParseNumber(text, out _) && !format.DecimalComma ? " (--decimal-comma?)" : "";

    private decimal? Number(string field)
    {
        if (Required(field) is not { } text)
        {
            return null;
        }

        // Bounds that no shop reaches keep every product and sum within decimal's range.
        if (format.TryParseNumber(text, out var number) && Math.Abs(number) < 1e12m)
        {
            return number;
        }

        report.Reject($"{field} is not a number" + Hint(text), table.Line, text);
        return null;
    }

    private string? Required(string field)
    {
        if (Cell(field) is { } text)
        {
            return text;
        }

        report.Reject($"no {field}", table.Line);
        return null;
    }

    private string? Cell(string field) => layout[field] is { } column ? ImportCell.Text(table.Cell(column)) : null;

    private string? Id(string field, string text)
    {
        if (!ImportCell.IsShortened(text))
        {
            return ImportCell.Id(text);
        }

        report.Reject($"{field} is in scientific notation, so a spreadsheet has cut off its last digits: export it as text", table.Line, text);
        return null;
    }

    private bool IsLeftOut() => layout.Only is { } column
        && !(ImportCell.Text(table.Cell(column)) is { } value && format.Only!.Values.Contains(value, StringComparer.OrdinalIgnoreCase));

    private string Once(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        _known.Add(text, text);
        return text;
    }
}
