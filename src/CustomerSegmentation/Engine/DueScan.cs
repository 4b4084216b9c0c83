using System.Numerics;

namespace CustomerSegmentation.Engine;

/// <summary>Finds who is due in a packed column, at memory speed: what a sweep does for nearly everyone.</summary>
public static class DueScan
{
    /// <summary>The first row at or after <paramref name="from"/> that is due by a moment; −1 if none.</summary>
    /// <param name="due">When each row is due, in UTC ticks.</param>
    /// <param name="from">Where to begin, 0 or more.</param>
    /// <param name="moment">UTC ticks; a row due at that very moment is due.</param>
    public static int Next(ReadOnlySpan<long> due, int from, long moment)
    {
        var limit = new Vector<long>(moment);
        for (; from + Vector<long>.Count <= due.Length; from += Vector<long>.Count)
        {
            if (Vector.LessThanOrEqualAny(new Vector<long>(due[from..]), limit))
            {
                break;
            }
        }

        for (; from < due.Length; from++)
        {
            if (due[from] <= moment)
            {
                return from;
            }
        }

        return -1;
    }
}
