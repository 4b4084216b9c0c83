using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Flows;

/// <summary>Matrix, flows and sizes of one period, in one pass over the record: so they agree with each other.</summary>
internal sealed class CombinedReport(MatrixReport matrix, FlowsReport flows, SeriesReport series) : IMigrationReport<PeriodMoves>
{
    /// <inheritdoc/>
    /// <remarks>Flows leave out by themselves what was before their first moment.</remarks>
    public ReportRange Range { get; } = matrix.Range;

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at)
    {
        matrix.AddFirstContact(customer, at);
        series.AddFirstContact(customer, at);
    }

    /// <inheritdoc/>
    public void Take(in Move move)
    {
        matrix.Take(move);
        flows.Take(move);
        series.Take(move);
    }

    /// <inheritdoc/>
    public PeriodMoves Finish() => new(matrix.Finish(), flows.Finish(), series.Finish());
}

/// <summary>How the base moved in a period.</summary>
/// <param name="Matrix">From its beginning to its end.</param>
/// <param name="Flows">Moves by step.</param>
/// <param name="Series">Sizes by step.</param>
public sealed record PeriodMoves(MigrationMatrix Matrix, IReadOnlyList<MigrationFlow> Flows, IReadOnlyList<SeriesPoint> Series);
