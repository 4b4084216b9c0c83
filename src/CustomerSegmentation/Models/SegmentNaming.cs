namespace CustomerSegmentation.Models;

/// <summary>
/// Names fitted segments after the eleven of RFM practice, by the scores of each centroid in the population
/// (<see cref="PopulationScores"/>). Segments that land on the same name are told apart by what they differ in most.
/// </summary>
internal static class SegmentNaming
{
    private const string Divider = " · ";

    // From the lowest to the highest value, for two to five namesakes.
    private static readonly string[] RecencyWords = ["most recent", "more recent", "middling recency", "less recent", "least recent"];
    private static readonly string[] FrequencyWords = ["fewest orders", "fewer orders", "middling orders", "more orders", "most orders"];
    private static readonly string[] MonetaryWords = ["lowest spend", "low spend", "medium spend", "high spend", "highest spend"];

    private static readonly (string[] Words, string Noun)[] Features =
        [(RecencyWords, "recency"), (FrequencyWords, "orders"), (MonetaryWords, "spend")];

    /// <summary>A segment for every centroid, in order, with ids s1, s2, … from a number on; names are unique.</summary>
    /// <param name="population">The population whose quintiles give the scores.</param>
    /// <param name="centroids">In customers' units.</param>
    /// <param name="scaled">The same in scaled space, where features can be compared.</param>
    /// <param name="firstSegmentNumber">The number in the first id.</param>
    public static Segment[] Name(
        Population population, IReadOnlyList<Centroid> centroids, IReadOnlyList<IReadOnlyList<double>> scaled, int firstSegmentNumber)
    {
        var recency = new PopulationScores(population.RecencyDays);
        var frequency = new PopulationScores(population.Frequency);
        var monetary = new PopulationScores(population.Monetary);
        var segments = new Segment[centroids.Count];
        for (var i = 0; i < segments.Length; i++)
        {
            var c = centroids[i];
            var together = SegmentMap.Together(frequency.OfMore(c.Frequency), monetary.OfMore(c.Monetary));
            var practice = RfmSegments.Map.Segments[RfmSegments.Map.IndexOf(recency.OfLess(c.RecencyDays), together)];
            segments[i] = practice with { Id = $"s{firstSegmentNumber + i}" };
        }

        foreach (var namesakes in Enumerable.Range(0, segments.Length).GroupBy(i => segments[i].Name).Where(g => g.Count() > 1).ToList())
        {
            TellApart(segments, [.. namesakes], scaled);
        }

        return segments;
    }

    /// <summary>
    /// Gives clusters that continue a segment its id and wording, and the others ids from a number on. A new one whose
    /// name an inherited one already bears is told apart from it, and never the other way round: a name that people
    /// know does not change because a new segment came. Names that were unique stay so.
    /// </summary>
    /// <param name="fitted">As named by <see cref="Name"/>.</param>
    /// <param name="inherited">The segment that each continues, with the wording of now; null for a new one.</param>
    /// <param name="scaled">Centroids, in order.</param>
    /// <param name="firstSegmentNumber">The number in the first new id.</param>
    public static Segment[] Inherit(
        IReadOnlyList<Segment> fitted,
        IReadOnlyList<Segment?> inherited,
        IReadOnlyList<IReadOnlyList<double>> scaled,
        int firstSegmentNumber)
    {
        var segments = inherited.ToArray();
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] ??= fitted[i] with { Id = $"s{firstSegmentNumber++}", Name = FreeName(i) };
        }

        return segments!;

        string FreeName(int i) => Candidates(i).First(name => !segments.Any(other => SameName(other?.Name, name)));

        IEnumerable<string> Candidates(int i)
        {
            yield return fitted[i].Name;
            var practice = fitted[i].Name.Split(Divider)[0];
            var namesake = Array.FindIndex(segments, other => SameName(other?.Name, fitted[i].Name));
            foreach (var feature in Enumerable.Range(0, Features.Length)
                .OrderByDescending(f => Math.Abs(scaled[i][f] - scaled[namesake][f])))
            {
                var above = scaled[i][feature] > scaled[namesake][feature];
                yield return $"{practice}{Divider}{Word(feature, above ? 1 : 0, of: 2)}";
            }

            for (var number = 2; ; number++)
            {
                yield return $"{practice} {number}";
            }
        }
    }

    private static bool SameName(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>By the feature in which the two that are closest are farthest apart.</summary>
    private static void TellApart(Segment[] segments, int[] namesakes, IReadOnlyList<IReadOnlyList<double>> scaled)
    {
        var feature = Enumerable.Range(0, Features.Length).MaxBy(f => SmallestGap(namesakes, scaled, f));
        int[] ascending = [.. namesakes.OrderBy(i => scaled[i][feature])];
        for (var place = 0; place < ascending.Length; place++)
        {
            ref var segment = ref segments[ascending[place]];
            segment = segment with { Name = segment.Name + Divider + Word(feature, place, ascending.Length) };
        }
    }

    private static double SmallestGap(int[] namesakes, IReadOnlyList<IReadOnlyList<double>> scaled, int feature)
    {
        double[] values = [.. namesakes.Select(i => scaled[i][feature]).Order()];
        return values.Zip(values.Skip(1), (low, high) => high - low).Min();
    }

    private static string Word(int feature, int place, int of)
    {
        var (words, noun) = Features[feature];
        return of switch
        {
            2 => words[place == 0 ? 1 : 3],
            3 => words[place + 1],
            4 => words[place < 2 ? place : place + 1],
            5 => words[place],
            _ => $"{noun} {place + 1} of {of}",
        };
    }
}
