using System.Globalization;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>
/// Where a page of who was in a segment ended: a migration of its last customer. It names that and not the customer, as it must
/// not tell who it is to those who asked for hashes. Where they were erased meanwhile, the list must begin again.
/// </summary>
public static class PastMembersCursor
{
    private const string Mark = "then-"; // so that a cursor of the list of now is not taken for one

    /// <summary>The cursor for a migration's place on record.</summary>
    public static string Of(long migration) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{migration}");

    /// <summary>The place that a cursor names.</summary>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list's.</exception>
    public static long Parse(string cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return cursor.StartsWith(Mark, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? place
                : throw new InvalidCursorException(cursor);
    }
}
