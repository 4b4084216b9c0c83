using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Dashboard.Flows;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>What the page of migration asks of the record; null while it is being counted.</summary>
internal sealed class MigrationReadings(ISegmentationEngine engine, RecordReadings readings)
{
    /// <summary>Customers of a cell on one page.</summary>
    public const int PageSize = 100;

    /// <summary>A period. One that ends now ends at the moment at which it is counted.</summary>
    public Task<PeriodReading?> PeriodAsync(FlowAddress address)
    {
        var asked = address with { Step = null, Segment = null, MoversOnly = false };
        return readings.AskAsync(("period", asked), async () =>
        {
            var (from, to) = asked.Period(engine.Now, out _);
            var step = asked.StepOf(from, to);
            var moved = await engine.ReportAsync(new Together(
                new(from, to, asked.Refits, asked.Cause), new(from, to, step, asked.Cause), new(from, to, step)));
            return new PeriodReading(from, to, step, moved, await SegmentNames.OfAsync(engine, CancellationToken.None));
        });
    }

    /// <summary>Who was where between two moments.</summary>
    public Task<MigrationMatrix?> MatrixAsync(FlowAddress address, DateTimeOffset from, DateTimeOffset to) => readings.AskAsync(
        ("matrix", from, to, address.Refits, address.Cause),
        () => engine.ReportAsync(new MatrixReport(from, to, address.Refits, address.Cause)));

    /// <summary>How long those who entered a segment between two moments stay in it.</summary>
    public Task<Retention?> RetentionAsync(FlowAddress address, string segment) => readings.AskAsync(
        ("retention", segment, address.Days, address.From, address.To),
        () =>
        {
            var now = engine.Now;
            var (from, to) = address.Period(now, out _);
            return engine.ReportAsync(new RetentionReport(segment, from, to, now));
        });

    /// <summary>How large segments will be.</summary>
    public Task<SegmentOutlook?> OutlookAsync() => readings.AskAsync("outlook", () => engine.OutlookAsync(OutlookQuery.Default));

    /// <summary>What would have been forecast at the beginning of a period for its end, in whole days.</summary>
    public Task<Hindsight?> HindsightAsync(FlowAddress address) => readings.AskAsync(
        ("hindsight", address.Days, address.From, address.To),
        () =>
        {
            var (from, to) = address.Period(engine.Now, out _);
            return engine.ReportAsync(new HindsightReport(from, (int)(to - from).TotalDays));
        });

    /// <summary>Customers of a cell.</summary>
    public Task<Page<CellCustomer>?> CellAsync(FlowAddress address, DateTimeOffset from, DateTimeOffset to, SegmentFilter cell, string? cursor) => readings.AskAsync(
        ("cell", from, to, address.Refits, address.Cause, cell, cursor),
        () => engine.CellAsync(new(from, to, cell, address.Refits, address.Cause), cursor, PageSize));
}

/// <summary>A period, counted.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, and the moment it was counted for.</param>
/// <param name="Step">How long its steps are.</param>
/// <param name="Moved">What happened in it.</param>
/// <param name="Names">What segments are called.</param>
internal sealed record PeriodReading(DateTimeOffset From, DateTimeOffset To, Bucket Step, Moved Moved, SegmentNames Names)
{
    /// <summary>Where its steps begin; the first may begin before it.</summary>
    public IReadOnlyList<DateTimeOffset> Steps { get; } = [.. Moved.Series.Select(point => point.Start).Distinct().Order()];

    /// <summary>The moments of a step, from 1.</summary>
    public (DateTimeOffset From, DateTimeOffset To) StepAt(int step) =>
        (step == 1 ? From : Steps[step - 1], step == Steps.Count ? To : Steps[step]);
}
