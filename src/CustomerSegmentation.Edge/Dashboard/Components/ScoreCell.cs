using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Dashboard.Components;

/// <summary>One cell of the grid of scores.</summary>
/// <param name="Recency">Score, 1–5.</param>
/// <param name="Column">The other score, 1–5.</param>
/// <param name="Owner">Id of the segment that the rules in force give the cell to; null where several share it.</param>
/// <param name="Totals">Who is in it.</param>
/// <param name="Mix">Of which segments they are, in the order of the model; those with nobody are left out.</param>
public sealed record ScoreCell(int Recency, int Column, string? Owner, Totals Totals, IReadOnlyList<(string Id, Totals Totals)> Mix)
{
    /// <summary>What the columns of the grid are when the address does not say: frequency alone.</summary>
    public const string Frequency = "frequency";

    /// <summary>Frequency and monetary value together, as the rules of the first day score.</summary>
    public const string Together = "together";

    private const int Scores = 5;

    /// <summary>The 25 cells, best recency first, and from the lowest score to the highest in a row.</summary>
    /// <param name="population">Who there is.</param>
    /// <param name="columns"><see cref="Frequency"/> or <see cref="CombinedReport"/>.</param>
    /// <param name="segmentId">Members of this segment alone; null for everybody.</param>
    public static IReadOnlyList<ScoreCell> Of(PopulationSnapshot population, string columns, string? segmentId)
    {
        ArgumentNullException.ThrowIfNull(population);
        var together = columns == Together;
        var segments = population.Segments.Where(id => segmentId is null || id == segmentId).ToList();
        return
        [
            .. from recency in Enumerable.Range(1, Scores).Reverse()
               from column in Enumerable.Range(1, Scores)
               let mix = segments.Select(id => (Id: id, Totals: population.Of(
                       id, scores => scores.Recency == recency && (together ? scores.FrequencyMonetary : scores.Frequency) == column)))
                   .Where(part => part.Totals.Customers > 0).ToList()
               let all = mix.Aggregate(default(Totals), (sum, part) => sum.Plus(part.Totals))
               let owner = together && population.ByRules ? RfmSegments.Map.Segments[RfmSegments.Map.IndexOf(recency, column)].Id : null
               select new ScoreCell(recency, column, owner, all, mix),
        ];
    }
}
