namespace CustomerSegmentation.Migrations;

/// <summary>Where everyone known at one moment was at an earlier one, and is at this.</summary>
/// <param name="From">The earlier moment.</param>
/// <param name="To">The later moment.</param>
/// <param name="Cells">Every pair of segments with customers; stayers among them.</param>
public sealed record MigrationMatrix(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<MatrixCell> Cells)
{
    /// <summary>Everyone in it: everyone known at the later moment, unless it was asked for some segments only.</summary>
    public long Customers => Cells.Sum(cell => cell.Customers);

    /// <summary>Ids of the segments that anyone was in at either moment.</summary>
    public IReadOnlyList<string> Segments { get; } =
        [.. Cells.SelectMany(cell => new[] { cell.From, cell.To }).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The customers between two segments, null for none; an empty cell when there are none.</summary>
    public MatrixCell this[string? from, string? to] => Cells.FirstOrDefault(
        cell => string.Equals(cell.From, from, StringComparison.Ordinal) && string.Equals(cell.To, to, StringComparison.Ordinal),
        new(from, to, 0, 0));
}

/// <summary>Customers who were in one segment and are in another, or stayed.</summary>
/// <param name="From">The segment at the earlier moment; null for none.</param>
/// <param name="To">The segment at the later moment; null for none.</param>
/// <param name="Customers">How many.</param>
/// <param name="Revenue">What they were worth at their latest move, whichever it was, in the reporting currency.</param>
public readonly record struct MatrixCell(string? From, string? To, long Customers, double Revenue);
