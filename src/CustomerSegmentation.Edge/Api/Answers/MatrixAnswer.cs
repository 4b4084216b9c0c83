using System.Text.Json.Serialization;
using CustomerSegmentation.Edge.Api.Exports;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>Who was where at one moment, and is where at another.</summary>
/// <param name="From">The earlier moment.</param>
/// <param name="To">The later moment.</param>
/// <param name="KnownAt">By what was known then; left out for all that is known.</param>
/// <param name="Refits">Whether refits count as moves.</param>
/// <param name="Customers">Everyone in the answer: counts, entered, left and outside together.</param>
/// <param name="Segments">What rows and columns are.</param>
/// <param name="Counts">Row by row: customers of the segment at <c>from</c> that are in the segment of the column at <c>to</c>.</param>
/// <param name="Entered">By segment: customers who were in none at <c>from</c>.</param>
/// <param name="Left">By segment: customers who are in none at <c>to</c>.</param>
/// <param name="Outside">Customers who are known at <c>to</c>, and were in none then and before.</param>
/// <param name="Revenue">The same in money.</param>
public sealed record MatrixAnswer(
    DateTimeOffset From,
    DateTimeOffset To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? KnownAt,
    bool Refits,
    long Customers,
    IReadOnlyList<SegmentNameAnswer> Segments,
    IReadOnlyList<IReadOnlyList<long>> Counts,
    IReadOnlyList<long> Entered,
    IReadOnlyList<long> Left,
    long Outside,
    MatrixRevenueAnswer Revenue)
{
    internal static MatrixAnswer Of(MigrationMatrix matrix, DateTimeOffset? knownAt, bool refits, SegmentNames names)
    {
        string[] ids = [.. matrix.Segments.OrderBy(names.Place)];
        var cells = matrix.Cells.ToDictionary(cell => (cell.From ?? "", cell.To ?? ""));
        return new(
            matrix.From,
            matrix.To,
            knownAt,
            refits,
            matrix.Customers,
            [.. ids.Select(id => new SegmentNameAnswer(id, names[id]!))],
            [.. ids.Select(from => (IReadOnlyList<long>)[.. ids.Select(to => Cell(from, to).Customers)])],
            [.. ids.Select(to => Cell("", to).Customers)],
            [.. ids.Select(from => Cell(from, "").Customers)],
            Cell("", "").Customers,
            new(
                [.. ids.Select(from => (IReadOnlyList<double>)[.. ids.Select(to => RoundedMoney.Of(Cell(from, to).Revenue))])],
                [.. ids.Select(to => RoundedMoney.Of(Cell("", to).Revenue))],
                [.. ids.Select(from => RoundedMoney.Of(Cell(from, "").Revenue))]));

        MatrixCell Cell(string from, string to) => cells.GetValueOrDefault((from, to));
    }
}

/// <summary>What the customers of each cell were worth at their latest move, whichever it was.</summary>
/// <param name="Counts">Row by row, as counts.</param>
/// <param name="Entered">By segment.</param>
/// <param name="Left">By segment: what was lost with them.</param>
public sealed record MatrixRevenueAnswer(
    IReadOnlyList<IReadOnlyList<double>> Counts, IReadOnlyList<double> Entered, IReadOnlyList<double> Left);

/// <summary>A customer in a cell of the matrix; null for being in no segment.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="From">The segment at the earlier moment.</param>
/// <param name="To">The segment at the later moment.</param>
/// <param name="Since">Since when they were there at the later moment; if they were never in any, since when they are known.</param>
/// <param name="Monetary">What they were worth at their latest move.</param>
public sealed record CellCustomerAnswer(
    string CustomerId, SegmentNameAnswer? From, SegmentNameAnswer? To, DateTimeOffset Since, double Monetary)
{
    internal static Table<CellCustomerAnswer> Table { get; } = new(
        ("customerId", customer => customer.CustomerId),
        ("from", customer => customer.From?.Id),
        ("to", customer => customer.To?.Id),
        ("since", customer => customer.Since),
        ("monetary", customer => customer.Monetary));

    internal static CellCustomerAnswer Of(CellCustomer customer, SegmentNames names)
    {
        var journey = customer.Journey;
        return new(customer.CustomerId, NameOf(journey.From), NameOf(journey.To), journey.Since, RoundedMoney.Of(journey.Monetary));

        SegmentNameAnswer? NameOf(string? id) => id is null ? null : new(id, names[id]!);
    }
}

/// <summary>A cell of the matrix as a line of a table; null for being in no segment.</summary>
public sealed record MatrixCellAnswer(string? From, string? FromName, string? To, string? ToName, long Customers, double Revenue)
{
    internal static Table<MatrixCellAnswer> Table { get; } = new(
        ("from", cell => cell.From),
        ("fromName", cell => cell.FromName),
        ("to", cell => cell.To),
        ("toName", cell => cell.ToName),
        ("customers", cell => cell.Customers),
        ("revenue", cell => cell.Revenue));

    internal static IReadOnlyList<MatrixCellAnswer> Of(MigrationMatrix matrix, SegmentNames names) =>
    [
        .. matrix.Cells.OrderBy(cell => names.Place(cell.From)).ThenBy(cell => names.Place(cell.To))
            .Select(cell => new MatrixCellAnswer(
                cell.From, names[cell.From], cell.To, names[cell.To], cell.Customers, RoundedMoney.Of(cell.Revenue))),
    ];
}
