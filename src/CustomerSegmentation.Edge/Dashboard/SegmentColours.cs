using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>
/// Which of twelve colours a segment has, told by its id alone: so it keeps it on every page, on every host and through every
/// refit that keeps the id. The eleven of the first day have one each by their place; a fitted one, whose ids count up, by its
/// number, so that twelve that follow one another differ. More than twelve share; every colour is shown beside a name.
/// </summary>
/// <remarks>
/// The colours, <c>--segment-0</c> to <c>--segment-11</c> in dashboard.css, are P. Tol's twelve for readers of any colour vision
/// ("Colour Schemes", SRON/EPS/TN/09-002, 2012), lightened where the page is dark.
/// </remarks>
internal static class SegmentColours
{
    /// <summary>How many there are.</summary>
    public const int Count = 12;

    private static readonly Dictionary<string, int> FirstDay = RfmSegments.Map.Segments
        .Select((segment, place) => (segment.Id, place)).ToDictionary(segment => segment.Id, segment => segment.place, StringComparer.Ordinal);

    /// <summary>The class of the style sheet that gives an element the colour of a segment; null is in none.</summary>
    public static string ClassOf(string? segmentId) => segmentId is null ? "segment-none" : $"segment-{IndexOf(segmentId)}";

    /// <summary>0 to 11.</summary>
    public static int IndexOf(string segmentId)
    {
        ArgumentNullException.ThrowIfNull(segmentId);
        return FirstDay.TryGetValue(segmentId, out var place) ? place
            : segmentId is ['s', .. var digits] && uint.TryParse(digits, out var number) ? (int)(number % Count)
            : (int)(XxHash64.Of(segmentId) % Count);
    }
}
