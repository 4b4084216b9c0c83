using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>Everybody who is in a segment of the model in force, added up by segment and by their scores under the rules.</summary>
/// <remarks>
/// Counted from the lists of members, segment by segment: who moves meanwhile may be counted twice or not at all. Scores are those of
/// the rules of this host whatever model is in force: a fitted one has none.
/// </remarks>
public sealed class PopulationSnapshot
{
    private const int Scores = 5;
    private const int AtOnce = 10_000; // members of one question

    private readonly Dictionary<string, Totals[]> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Medians> _medians = new(StringComparer.Ordinal);

    private PopulationSnapshot(DateTimeOffset asOf, SegmentModel model, RuleThresholds thresholds) =>
        (AsOf, ModelVersion, ByRules, Thresholds) = (asOf, model.Version, model is RuleModel, thresholds);

    /// <summary>When it was begun.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>Of the model whose segments are counted.</summary>
    public int ModelVersion { get; }

    /// <summary>Where the scores begin.</summary>
    public RuleThresholds Thresholds { get; }

    /// <summary>Whether the rules are in force, so that a pair of scores belongs to one segment.</summary>
    public bool ByRules { get; }

    /// <summary>Everybody together.</summary>
    public Totals All => _segments.Values.SelectMany(cells => cells).Aggregate(default(Totals), (sum, cell) => sum.Plus(cell));

    /// <summary>Of everybody.</summary>
    public Medians AllMedians { get; private set; }

    /// <summary>Ids, in the order of the model.</summary>
    public IEnumerable<string> Segments => _segments.Keys;

    /// <summary>A segment's members; nobody where it is not of the model in force.</summary>
    public Totals Of(string segmentId) =>
        _segments.TryGetValue(segmentId, out var cells) ? cells.Aggregate(default(Totals), (sum, cell) => sum.Plus(cell)) : default;

    /// <summary>Of a segment's members.</summary>
    public Medians MediansOf(string segmentId) => _medians.GetValueOrDefault(segmentId);

    /// <summary>A segment's members with some scores.</summary>
    public Totals Of(string segmentId, Func<RfmScores, bool> within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return _segments.TryGetValue(segmentId, out var cells)
            ? cells.Where((_, place) => within(ScoresAt(place))).Aggregate(default(Totals), (sum, cell) => sum.Plus(cell))
            : default;
    }

    /// <summary>Counts everybody.</summary>
    public static async Task<PopulationSnapshot> TakeAsync(ISegmentationEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var models = await engine.ModelsAsync();
        var model = models.First(one => one.Status == ModelStatus.Published).Model;
        var rules = models.Select(one => one.Model).OfType<RuleModel>().FirstOrDefault() ?? new(RuleThresholds.Default);
        var population = new PopulationSnapshot(engine.Now, model, rules.Thresholds);
        var everybody = new FigureColumns();
        foreach (var segment in model.Segments)
        {
            var figures = new FigureColumns();
            population._segments.Add(segment.Id, await CountAsync(engine, segment.Id, rules, figures));
            everybody.Add(figures);
            population._medians.Add(segment.Id, figures.Medians());
        }

        population.AllMedians = everybody.Medians();

        return population;
    }

    private static async Task<Totals[]> CountAsync(
        ISegmentationEngine engine, string segmentId, RuleModel rules, FigureColumns figures)
    {
        var cells = new Totals[Scores * Scores * Scores];
        string? cursor = null;

        // There is no page once another model without this segment has come into force; the next snapshot knows that one.
        while (await engine.MembersAsync(segmentId, cursor, AtOnce) is { } page)
        {
            foreach (var member in page.Items)
            {
                var spend = (double)member.Monetary;
                ref var cell = ref cells[PlaceOf(rules.Score(member.RecencyDays, member.Frequency, spend))];
                figures.Add(member);
                cell = cell.Plus(new(1, member.RecencyDays, member.Frequency, spend));
            }

            if ((cursor = page.Next) is null)
            {
                break;
            }
        }

        return cells;
    }

    private static int PlaceOf(RfmScores scores) =>
        ((((scores.Recency - 1) * Scores) + scores.Frequency - 1) * Scores) + scores.Monetary - 1;

    private static RfmScores ScoresAt(int place) =>
        new((place / (Scores * Scores)) + 1, (place / Scores % Scores) + 1, (place % Scores) + 1);
}
