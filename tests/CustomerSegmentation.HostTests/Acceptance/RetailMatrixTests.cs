using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;
using CustomerSegmentation.EngineContract;
using CustomerSegmentation.HostTests.Cli;
using CustomerSegmentation.HostTests.Contract;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HostTests.Acceptance;

/// <summary>
/// How the customers of a shop migrated, month by month under the model of June, by the engine and by a loop over the raw
/// file.
/// </summary>
public sealed class RetailMatrixTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(365);

    [Theory]
    [MemberData(nameof(RetailTables.Names), MemberType = typeof(RetailTables))]
    public async Task Monthly_matrices_are_those_of_the_raw_file(string table)
    {
        var path = RetailTables.PathOf(table);
        var time = new ManualTime(new(2012, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var running = await EmbeddedUnderTest.StartAsync(
            new() { Clock = EngineClock.Event, Currency = "GBP", Window = Window, Refit = new() { Drift = null } }, time);
        var events = ImportFile.Read(path, ImportFormat.Default, time.GetUtcNow()).Events.OrderBy(e => e.OccurredAt).ToList();
        var june = events.FindIndex(e => e.OccurredAt >= Moment(7, 1));
        await RecordAsync(running, events[..june]);
        var model = (CentroidModel)(await running.Engine.FitAsync(new(K: 5, Publish: true))).Model.Model;
        await RecordAsync(running, events[june..]);

        // In the first days of December 2011 orders leave the window of a year.
        DateTimeOffset[] moments = [.. Enumerable.Range(7, 6).Select(month => Moment(month, 1)), Moment(12, 9)];
        var customers = RawRetail.Lines(path).GroupBy(line => line.Customer).Select(customer => customer.ToArray()).ToList();
        var known = 0L;
        foreach (var (from, to) in moments.Zip(moments.Skip(1)).Append((moments[0], moments[^1])))
        {
            var expected = customers.Where(lines => lines.Any(line => line.Time <= to.UtcDateTime))
                .GroupBy(lines => (From: SegmentAt(lines, from, model), To: SegmentAt(lines, to, model)))
                .ToDictionary(cell => cell.Key, cell => (long)cell.Count());
            var matrix = await running.Engine.ReportAsync(new MatrixReport(from, to));

            matrix.Cells.ToDictionary(cell => (cell.From, cell.To), cell => cell.Customers).ShouldBe(expected, ignoreOrder: true, $"{from:d} to {to:d}");
            matrix.Customers.ShouldBe(expected.Values.Sum());
            matrix.Customers.ShouldBeGreaterThanOrEqualTo(known);
            known = matrix.Customers;
            output.WriteLine($"{from:d} to {to:d}: {matrix.Customers} customers, {matrix.Cells.Where(cell => cell.From != cell.To).Sum(cell => cell.Customers)} moved");

            var flows = await running.Engine.ReportAsync(new FlowsReport(from, to, Bucket.Month));
            foreach (var segment in model.Segments.Select(segment => segment.Id))
            {
                (flows.Where(flow => flow.To == segment).Sum(flow => flow.Moves) - flows.Where(flow => flow.From == segment).Sum(flow => flow.Moves))
                    .ShouldBe(expected.Sum(cell => (cell.Key.To == segment ? cell.Value : 0) - (cell.Key.From == segment ? cell.Value : 0)), segment);
            }
        }

        known.ShouldBe(customers.Count(lines => lines.Any(line => line.Time <= moments[^1].UtcDateTime)));
        (await running.Engine.SegmentsAsync()).Customers.ShouldBe(customers.Count);
    }

    private static async Task RecordAsync(EngineUnderTest running, IEnumerable<PurchaseEvent> events)
    {
        foreach (var some in events.Chunk(1_000))
        {
            (await running.Engine.RecordAsync(some)).Refused.ShouldBeEmpty();
        }

        await running.SweptAsync();
    }

    /// <summary>The nearest centroid to what the raw file says of a customer at a moment; null when no invoice counts.</summary>
    private static string? SegmentAt(RawLine[] lines, DateTimeOffset moment, CentroidModel model)
    {
        var customer = RawRetail.At(lines, moment.UtcDateTime, Window);
        if (customer.Newest is not { } newest)
        {
            return null;
        }

        double[] values = [(moment.UtcDateTime - newest).TotalDays, customer.Frequency, (double)customer.Monetary];
        double[] point = [.. values.Select((value, i) =>
            ((model.Features[i].Log ? Math.Log(1 + value) : value) - model.Features[i].Mean) / model.Features[i].StandardDeviation)];
        var nearest = Enumerable.Range(0, model.Segments.Count)
            .MinBy(k => point.Select((value, i) => Math.Pow(value - model.ScaledCentroids[k][i], 2)).Sum());
        return model.Segments[nearest].Id;
    }

    private static DateTimeOffset Moment(int month, int day) => new(2011, month, day, 0, 0, 0, TimeSpan.Zero);
}
