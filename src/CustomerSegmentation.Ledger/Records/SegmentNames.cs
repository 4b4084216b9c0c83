using System.Text;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>The ids of segments that a scan meets, each made once.</summary>
internal sealed class SegmentNames
{
    private readonly Dictionary<ulong, string> _known = [];

    public string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return null;
        }

        var hash = XxHash64.Of(utf8);
        if (!_known.TryGetValue(hash, out var name))
        {
            _known.Add(hash, name = Encoding.UTF8.GetString(utf8));
        }

        return name;
    }
}
