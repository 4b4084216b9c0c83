using CustomerSegmentation.Cli.Reading;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>Which column says what.</summary>
internal sealed class Layout
{
    // Online Retail, and Online Retail II, which names three columns otherwise.
    private static readonly (string Field, string[] Names)[] RetailColumns =
    [
        (EventFields.OrderId, ["InvoiceNo", "Invoice"]),
        (EventFields.Quantity, ["Quantity"]),
        (EventFields.OccurredAt, ["InvoiceDate"]),
        (EventFields.UnitPrice, ["UnitPrice", "Price"]),
        (EventFields.CustomerId, ["CustomerID", "Customer ID"]),
    ];

    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private Layout()
    {
    }

    /// <summary>Invoice lines of Online Retail: an invoice whose number begins with C takes goods back.</summary>
    public bool IsRetail { get; private init; }

    /// <summary>The product of a retail line; null when the table does not say.</summary>
    public int? Product { get; private init; }

    /// <summary>The column by which lines are chosen; null where all are taken.</summary>
    public int? Only { get; private set; }

    /// <summary>Every column that is read.</summary>
    public IEnumerable<int> Columns => _columns.Values;

    public int? this[string field] => _columns.TryGetValue(field, out var column) ? column : null;

    /// <summary>Finds the columns of a table.</summary>
    /// <param name="columns">The header.</param>
    /// <param name="map">Column by field, as the user wrote it; fields that are not in it go by their own name.</param>
    /// <param name="only">The column by which lines are chosen; null for none.</param>
    /// <exception cref="ToolException">A column is not there, or not enough of them: the header is named.</exception>
    public static Layout Of(IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> map, string? only = null)
    {
        var layout = map.Count == 0 && Retail(columns) is { } retail ? retail : Named(columns, map);
        layout.Only = only is null ? null
            : ColumnList.TryFind(columns, only) ?? throw Wrong($"There is no column '{only}' for --only.", columns);
        return layout;
    }

    private static Layout Named(IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> map)
    {
        var layout = new Layout();
        foreach (var field in EventFields.All)
        {
            var name = map.GetValueOrDefault(field);
            var column = ColumnList.TryFind(columns, name ?? field);
            if (column is { } found)
            {
                layout._columns[field] = found;
            }
            else if (name is not null)
            {
                throw Wrong($"There is no column '{name}' for {field}.", columns);
            }
        }

        layout.Require(columns);
        return layout;
    }

    private static Layout? Retail(IReadOnlyList<string> columns)
    {
        var layout = new Layout { IsRetail = true, Product = ColumnList.TryFind(columns, "StockCode") };
        foreach (var (field, names) in RetailColumns)
        {
            if (names.Select(name => ColumnList.TryFind(columns, name)).FirstOrDefault(column => column is not null) is not { } found)
            {
                return null;
            }

            layout._columns[field] = found;
        }

        return layout;
    }

    private void Require(IReadOnlyList<string> columns)
    {
        var missing = new[] { EventFields.CustomerId, EventFields.OrderId, EventFields.OccurredAt }
            .Where(field => this[field] is null).ToList();
        if (this[EventFields.Amount] is null && (this[EventFields.Quantity] is null || this[EventFields.UnitPrice] is null))
        {
            missing.Add($"{EventFields.Amount} (or {EventFields.Quantity} and {EventFields.UnitPrice})");
        }

        if (missing.Count > 0)
        {
            throw Wrong($"No column for {string.Join(", ", missing)}.", columns);
        }
    }

    private static ToolException Wrong(string problem, IReadOnlyList<string> columns) => new(ExitCodes.WrongUsage,
        $"{problem} Nothing was sent. The columns are: {ColumnList.Listed(columns)}. "
        + "Say which is which with --map field=column, as in --map customerId=Client orderId=Order occurredAt=Date amount=Total.");
}
