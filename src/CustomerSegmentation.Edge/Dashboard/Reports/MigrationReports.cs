using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Dashboard.Flows;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>What the page of migration asks of the record; null while it is being counted.</summary>
internal sealed class MigrationReports(ISegmentationEngine engine, ReportSources sources)
{
    /// <summary>Customers of a cell on one page.</summary>
    public const int PageSize = 100;

    /// <summary>A period. One that ends now ends at the moment at which it is counted.</summary>
    public Task<PeriodReport?> PeriodAsync(FlowAddress address)
    {
        var asked = AskedBy(address);
        return sources.Record.LookAsync(("period", asked), async () =>
        {
            var (from, to) = asked.Period(engine.Now, out _);
            var step = asked.StepOf(from, to);
            var moved = await engine.ReportAsync(new CombinedReport(
                new(from, to, asked.Refits, asked.Cause), new(from, to, step, asked.Cause), new(from, to, step)));
            return new PeriodReport(from, to, step, moved, await SegmentNames.OfAsync(engine, CancellationToken.None));
        });
    }

    /// <summary>
    /// Who was where at the beginning and at the end of a step. The question is which step of what was asked for, not which moments:
    /// of a period until now they move, so they are taken as it is read.
    /// </summary>
    /// <param name="address">The period that was asked for.</param>
    /// <param name="period">The same, counted.</param>
    /// <param name="step">From 1.</param>
    public Task<MigrationMatrix?> StepAsync(FlowAddress address, PeriodReport period, int step) => sources.Record.LookAsync(
        ("step", AskedBy(address), period.Steps[step - 1]),
        () =>
        {
            var (from, to) = address.Period(engine.Now, out _);
            var begin = step == 1 ? from : period.Steps[step - 1];
            var end = step == period.Steps.Count ? to : period.Steps[step];
            return engine.ReportAsync(new MatrixReport(begin < end ? begin : end, end, address.Refits, address.Cause));
        });

    /// <summary>How long those who entered a segment between two moments stay in it.</summary>
    public Task<Retention?> RetentionAsync(FlowAddress address, string segment) => sources.Record.LookAsync(
        ("retention", segment, address.Days, address.From, address.To),
        () =>
        {
            var now = engine.Now;
            var (from, to) = address.Period(now, out _);
            return engine.ReportAsync(new RetentionReport(segment, from, to, now));
        });

    /// <summary>How large segments will be.</summary>
    public Task<SegmentOutlook?> OutlookAsync() => sources.Record.LookAsync("outlook", () => engine.OutlookAsync(OutlookQuery.Default));

    /// <summary>What would have been forecast at the beginning of a period for its end, in whole days.</summary>
    public Task<ForecastBacktest?> BacktestAsync(FlowAddress address) => sources.Record.LookAsync(
        ("hindsight", address.Days, address.From, address.To),
        () =>
        {
            var (from, to) = address.Period(engine.Now, out _);
            return engine.ReportAsync(new ForecastBacktestReport(from, (int)(to - from).TotalDays));
        });

    /// <summary>Customers of a cell.</summary>
    public Task<Page<CellCustomer>?> CellAsync(FlowAddress address, DateTimeOffset from, DateTimeOffset to, SegmentFilter cell, string? cursor) => sources.Record.LookAsync(
        ("cell", from, to, address.Refits, address.Cause, cell, cursor),
        () => engine.CellAsync(new(from, to, cell, address.Refits, address.Cause), cursor, PageSize));

    /// <summary>What changes the numbers of a period, and not how they are looked at.</summary>
    private static FlowAddress AskedBy(FlowAddress address) => address with { Step = null, Segment = null, MoversOnly = false };
}

/// <summary>A period, counted.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, and the moment it was counted for.</param>
/// <param name="Step">How long its steps are.</param>
/// <param name="PeriodMoves">What happened in it.</param>
/// <param name="Names">What segments are called.</param>
internal sealed record PeriodReport(DateTimeOffset From, DateTimeOffset To, Bucket Step, PeriodMoves Moved, SegmentNames Names)
{
    /// <summary>Where its steps begin; the first may begin before it.</summary>
    public IReadOnlyList<DateTimeOffset> Steps { get; } = [.. Moved.Series.Select(point => point.Start).Distinct().Order()];
}
