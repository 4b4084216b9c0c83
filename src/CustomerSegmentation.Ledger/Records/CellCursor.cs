using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Where a page of the customers of a cell ended: the id of its last one.</summary>
public static class CellCursor
{
    private const string Mark = "cell-";

    /// <summary>The cursor behind a customer.</summary>
    public static string Of(string customerId) => Mark + customerId;

    /// <summary>The customer behind whom to go on; empty for the first page.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public static string Parse(string? cursor) =>
        cursor is null ? ""
        : cursor.StartsWith(Mark, StringComparison.Ordinal) ? cursor[Mark.Length..]
        : throw new InvalidCursorException(cursor);
}
