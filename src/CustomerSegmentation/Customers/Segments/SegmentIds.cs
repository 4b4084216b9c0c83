using System.Text;

namespace CustomerSegmentation.Customers.Segments;

/// <summary>
/// One string for each segment id that is read from bytes, however many customers are in it. There are few ids, so the
/// ones read last are found without a lock; a lost write only means looking once more.
/// </summary>
internal static class SegmentIds
{
    private static readonly string?[] Last = new string[256];

    /// <summary>The id; null for an empty one.</summary>
    public static string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return null;
        }

        ref var last = ref Last[(utf8.Length + (7 * utf8[0]) + (31 * utf8[^1])) & 255];
        if (last is not { } known || !Ascii.Equals(utf8, known))
        {
            last = known = string.Intern(Encoding.UTF8.GetString(utf8));
        }

        return known;
    }
}
