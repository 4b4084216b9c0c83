using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>Who would move where if the model were published now.</summary>
/// <param name="Customers">Customers that are in a segment.</param>
/// <param name="Moved">Customers whose segment would change.</param>
/// <param name="Moves">Every pair of segments, by id, with customers that would move.</param>
/// <param name="Revenue">Monetary value of all of them, in the reporting currency.</param>
/// <param name="MovedRevenue">Monetary value of those who would move.</param>
/// <param name="Matrix">The same with everyone who stays.</param>
public sealed record PreviewAnswer(
    long Customers,
    long Moved,
    IReadOnlyList<PreviewMoveAnswer> Moves,
    decimal Revenue,
    decimal MovedRevenue,
    PreviewMatrixAnswer Matrix)
{
    internal static PreviewAnswer Of(PublishPreview preview) => new(
        preview.Customers,
        preview.Moved,
        [.. preview.Moves.Select(move => new PreviewMoveAnswer(move.From, move.To, move.Customers, Money(move.Revenue)))],
        Money(preview.Revenue),
        Money(preview.MovedRevenue),
        new(
            preview.Matrix.From,
            preview.Matrix.To,
            preview.Matrix.Customers,
            [.. preview.Matrix.Revenue.Select(row => (IReadOnlyList<decimal>)[.. row.Select(Money)])]));

    /// <summary>Sums of columns are floating: four digits are what amounts have.</summary>
    private static decimal Money(double sum) => Math.Round((decimal)sum, 4);
}

/// <summary>One way that customers would move.</summary>
public sealed record PreviewMoveAnswer(string? From, string To, long Customers, decimal Revenue);

/// <summary>Customers and revenue by the segment they are in (rows) and the one they would be in (columns).</summary>
/// <param name="From">Ids of the rows; null for customers who are in none yet.</param>
/// <param name="To">Ids of the columns.</param>
/// <param name="Customers">Row by row.</param>
/// <param name="Revenue">Row by row.</param>
public sealed record PreviewMatrixAnswer(
    IReadOnlyList<string?> From,
    IReadOnlyList<string> To,
    IReadOnlyList<IReadOnlyList<long>> Customers,
    IReadOnlyList<IReadOnlyList<decimal>> Revenue);
