using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>A customer of a sample.</summary>
public readonly record struct SampledCustomer(string Segment, double RecencyDays, double Frequency, double Monetary);

/// <summary>At most 2,000 customers who are in a segment, of every segment as many as its share, as of a moment.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="ModelVersion">Of the model that has put them into their segments.</param>
/// <param name="Of">How many customers it represents.</param>
/// <param name="Customers">The sample.</param>
public sealed record CustomerSample(DateTimeOffset AsOf, int ModelVersion, long Of, IReadOnlyList<SampledCustomer> Customers)
{
    /// <summary>The most that are sampled.</summary>
    public const int Most = 2_000;

    /// <summary>Of a large segment only so many are read: those that the engine lists first.</summary>
    private const int MaxRead = 5_000;

    private const int PageSize = 1_000;

    /// <summary>
    /// Draws a sample. Of those read, the ones whose id has the smallest hash are taken: the same customers every time,
    /// for as long as they are there.
    /// </summary>
    public static async Task<CustomerSample> DrawAsync(ISegmentationEngine engine, SegmentsView sizes)
    {
        var all = sizes.Customers - sizes.Lapsed;
        var customers = new List<SampledCustomer>();
        foreach (var size in sizes.Segments.Where(size => size.Customers > 0))
        {
            // At least one of each; the others are shared out of what is left.
            var wanted = all <= Most ? Most : 1 + (int)((Most - sizes.Segments.Count) * size.Share);
            var members = await ReadAsync(engine, size.Segment.Id);
            customers.AddRange(members.OrderBy(member => XxHash64.Of(member.CustomerId)).Take(wanted)
                .Select(member => new SampledCustomer(size.Segment.Id, member.RecencyDays, member.Frequency, (double)member.Monetary)));
        }

        return new(sizes.AsOf, sizes.ModelVersion, all, [.. customers.Take(Most)]);
    }

    private static async Task<List<Member>> ReadAsync(ISegmentationEngine engine, string segmentId)
    {
        var members = new List<Member>();
        for (string? cursor = null; members.Count < MaxRead;)
        {
            if (await engine.MembersAsync(segmentId, cursor, PageSize) is not { } page)
            {
                break; // another model has come into force meanwhile
            }

            members.AddRange(page.Items);
            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        return members;
    }
}
