using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.EngineContract;

/// <summary>What is on record of the past can be asked as of any moment, and counted.</summary>
public abstract class ReportsContract : ContractSuite
{
    [Fact]
    public async Task Reports_count_what_is_on_record()
    {
        await TradeAsync();
        var record = await RecordAsync();

        foreach (var (from, to) in new[] { (20.0, 60.0), (0.0, 120.0), (98.5, 130.0), (60.0, 60.0) })
        {
            var matrix = await Engine.ReportAsync(new MatrixReport(Day(from), Day(to), refits: true));
            var journeys = record.Where(migration => migration.EffectiveAt <= Day(to)).GroupBy(migration => migration.CustomerId)
                .Select(customer => (
                    From: customer.LastOrDefault(migration => migration.EffectiveAt <= Day(from))?.To,
                    customer.Last().To,
                    Worth: (double)customer.Last().Monetary!.Value))
                .GroupBy(journey => (journey.From, journey.To));
            matrix.Cells.Select(cell => (cell.From, cell.To, cell.Customers, Math.Round(cell.Revenue, 6))).ShouldBe(
                journeys.Select(cell => (cell.Key.From, cell.Key.To, (long)cell.Count(), Math.Round(cell.Sum(journey => journey.Worth), 6))),
                ignoreOrder: true);

            var flows = await Engine.ReportAsync(new FlowsReport(Day(from), Day(to), Bucket.Day));
            flows.Select(flow => (flow.Start, flow.From, flow.To, flow.Cause, flow.Moves)).ShouldBe(
                record.Where(migration => migration.EffectiveAt > Day(from) && migration.EffectiveAt <= Day(to))
                    .GroupBy(migration => (new DateTimeOffset(migration.EffectiveAt.AddTicks(migration.EffectiveAt == Day(to) ? -1 : 0).Date, TimeSpan.Zero), migration.From, migration.To, migration.Cause))
                    .Select(flow => (flow.Key.Item1, flow.Key.From, flow.Key.To, flow.Key.Cause, (long)flow.Count())),
                ignoreOrder: true);
        }
    }

    [Fact]
    public async Task The_customers_of_a_cell_are_those_whom_the_matrix_counts_there()
    {
        await TradeAsync();
        var record = await RecordAsync();
        var (from, to) = (Day(20), Day(60));

        var all = await Engine.CellAsync(new CellReport(from, to, refits: true), cursor: null, 10_000);

        all.Next.ShouldBeNull();
        all.Items.Select(one => (one.CustomerId, one.Journey.From, one.Journey.To, one.Journey.Since)).ShouldBe(
            record.Where(migration => migration.EffectiveAt <= to)
                .GroupBy(migration => migration.CustomerId)
                .OrderBy(customer => customer.Key, StringComparer.Ordinal)
                .Select(customer => (
                    customer.Key,
                    customer.LastOrDefault(migration => migration.EffectiveAt <= from)?.To,
                    customer.Last().To,
                    customer.Last().EffectiveAt)));
        foreach (var refits in new[] { false, true })
        {
            var matrix = await Engine.ReportAsync(new MatrixReport(from, to, refits));
            matrix.Cells.Count.ShouldBeGreaterThan(2);
            foreach (var cell in matrix.Cells)
            {
                var asked = new SegmentFilter(cell.From ?? SegmentFilter.None, cell.To ?? SegmentFilter.None);
                var customers = await Engine.CellAsync(new CellReport(from, to, asked, refits), cursor: null, 10_000);
                customers.Items.Count.ShouldBe((int)cell.Customers, $"{cell}");
            }
        }

        var pages = new List<CellCustomer>();
        for (string? cursor = null; cursor is not null || pages.Count == 0;)
        {
            var page = await Engine.CellAsync(new CellReport(from, to, refits: true), cursor, 2);
            page.Items.Count.ShouldBeInRange(1, 2);
            pages.AddRange(page.Items);
            cursor = page.Next;
        }

        pages.ShouldBe(all.Items);
        await Should.ThrowAsync<InvalidCursorException>(() => Engine.CellAsync(new CellReport(from, to), "then-1", 2));
    }

    [Fact]
    public async Task A_matrix_until_now_has_everyone_whom_the_engine_knows()
    {
        await TradeAsync();
        await Engine.RecordAsync([Refunded("only-refunds", "R", 119, 5), Bought("for-nothing", "N", 118, 0)]);

        var segments = await Engine.SegmentsAsync();
        var matrix = await Engine.ReportAsync(new MatrixReport(Day(0), Engine.Now));

        matrix.Customers.ShouldBe(segments.Customers);
        matrix[null, null].Customers.ShouldBe(2);
        foreach (var size in segments.Segments)
        {
            matrix.Cells.Where(cell => cell.To == size.Segment.Id).Sum(cell => cell.Customers).ShouldBe(size.Customers, size.Segment.Id);
        }

        (await Engine.ReportAsync(new MatrixReport(Day(0), Day(118.5))))[null, null].Customers.ShouldBe(1, "the refund came later");
        await Engine.EraseCustomerAsync("only-refunds");
        await Engine.EraseCustomerAsync("C0");
        (await Engine.ReportAsync(new MatrixReport(Day(0), Engine.Now))).Customers.ShouldBe(segments.Customers - 2);
    }

    [Fact]
    public async Task Those_whom_a_new_model_moved_are_stayers_unless_refits_are_asked_for()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(90));
        await Running.SweptAsync();
        Time.MoveTo(Day(121));
        var fit = await Engine.FitAsync(new(K: 3, Publish: true));
        await Running.SweptAsync();

        var apart = await Engine.ReportAsync(new MatrixReport(Day(120.5), Day(121)));
        var among = await Engine.ReportAsync(new MatrixReport(Day(120.5), Day(121), refits: true));

        apart.Cells.ShouldAllBe(cell => cell.From == cell.To);
        apart.Segments.ShouldBe(fit.Model.Model.Segments.Select(segment => segment.Id), ignoreOrder: true);
        among.Cells.Where(cell => cell.From != cell.To).Sum(cell => cell.Customers).ShouldBe(90);
        (await Engine.ReportAsync(new FlowsReport(Day(120.5), Day(121), Bucket.Hour))).ShouldAllBe(flow => flow.Cause == MigrationCause.Refit);
    }

    [Fact]
    public async Task What_was_believed_at_a_moment_stays_answerable()
    {
        Time.MoveTo(Day(10));
        await Engine.RecordAsync([Bought("C", "O1", 9, 60)]);
        Time.MoveTo(Day(20));
        await Engine.RecordAsync([Bought("D", "D1", 5, 60), Bought("C", "O2", 8, 2_000)]);

        // D bought on day 5, which nobody knew before day 20. C's second order is older than the first: a correction as of day 20.
        (await SegmentAsync("D", asOf: 6, knownAt: 10)).ShouldBeNull();
        (await SegmentAsync("D", asOf: 6, knownAt: 20)).ShouldBe("potential-loyalist");
        (await SegmentAsync("D", asOf: 4, knownAt: 20)).ShouldBeNull();
        (await SegmentAsync("C", asOf: 10, knownAt: 20)).ShouldBe("potential-loyalist");
        (await SegmentAsync("C", asOf: 20, knownAt: 10)).ShouldBe("potential-loyalist");
        (await SegmentAsync("C", asOf: 20, knownAt: 20)).ShouldNotBe("potential-loyalist");

        (await Engine.ReportAsync(new MatrixReport(Day(0), Day(6), knownAt: Day(10)))).Customers.ShouldBe(0);
        (await Engine.ReportAsync(new MatrixReport(Day(0), Day(6)))).Customers.ShouldBe(1);
        (await Engine.ReportAsync(new FlowsReport(Day(0), Day(30), Bucket.Month, knownAt: Day(10)))).Sum(flow => flow.Moves).ShouldBe(1);

        async Task<string?> SegmentAsync(string customer, double asOf, double knownAt) => (await Engine.MigrationsAsync(
            new(customer, Limit: 1) { AsOf = Day(asOf), KnownAt = Day(knownAt) })).Items is [var newest, ..] ? newest.To : null;
    }

    [Fact]
    public async Task A_migration_says_what_the_customer_was_worth()
    {
        Time.MoveTo(Day(10));
        await Engine.RecordAsync([Bought("C", "O1", 1, 60), Bought("C", "O2", 2, 1_000.1234m)]);
        await Engine.RecordAsync([Refunded("C", "O1", 3, 60), Refunded("C", "O2", 4, 1_000.1234m)]);

        var history = (await Engine.MigrationsAsync(new("C"))).Items.Reverse().ToList();

        history[0].Monetary.ShouldBe(60);
        history.Single(migration => migration.EventId == "O2-p").Monetary.ShouldBe(1_060.1234m);
        history[^1].ShouldSatisfyAllConditions(
            lapse => lapse.To.ShouldBeNull(), lapse => lapse.Monetary.ShouldBe(1_000.1234m, "what was lost with them"));
    }

    [Fact]
    public async Task Migrations_are_found_by_the_segments_they_are_between()
    {
        await TradeAsync();
        var record = await RecordAsync();
        var (from, to) = record.Where(migration => migration.From is not null).Select(migration => (migration.From!, migration.To!)).First();

        (await CountAsync(new(From: from))).ShouldBe(record.Count(migration => migration.From == from));
        (await CountAsync(new(To: to))).ShouldBe(record.Count(migration => migration.To == to));
        (await CountAsync(new(From: from, To: to))).ShouldBe(record.Count(migration => migration.From == from && migration.To == to));
        (await CountAsync(new(Either: to))).ShouldBe(record.Count(migration => migration.From == to || migration.To == to));
        (await CountAsync(new(From: SegmentFilter.None))).ShouldBe(record.Count(migration => migration.From is null));
        (await CountAsync(new(From: "nowhere"))).ShouldBe(0);

        async Task<int> CountAsync(SegmentFilter segments) => (await AllPagesAsync(
            cursor => Engine.MigrationsAsync(new(Cursor: cursor) { Segments = segments }))).Count;
    }

    [Fact]
    public async Task Series_and_retention_survive_a_restart()
    {
        await TradeAsync();
        var (series, retention) = await AskAsync();

        await Running.RestartAsync();

        (await AskAsync()).ShouldBe((series, retention));
        series.ShouldNotBeEmpty();

        async Task<(string Series, string Retention)> AskAsync()
        {
            var points = await Engine.ReportAsync(new SeriesReport(Day(30), Day(120), Bucket.Week));
            var stays = await Engine.ReportAsync(new RetentionReport("potential-loyalist", Day(0), Day(100), Day(120)));
            stays.Entered.ShouldBeGreaterThan(0);
            return (string.Join('\n', points), $"{string.Join(' ', stays.Ages)} {stays.MedianDwellDays}");
        }
    }

    [Fact]
    public async Task A_report_that_nobody_waits_for_ends()
    {
        await TradeAsync();
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Engine.ReportAsync(new MatrixReport(Day(0), Day(120)), given.Token));
    }

    /// <summary>Three kinds of customers over a hundred days, as they came, and some weeks of nothing.</summary>
    private async Task TradeAsync()
    {
        foreach (var day in ThreeKinds(60).OrderBy(e => e.OccurredAt).GroupBy(e => (int)((e.OccurredAt - Day0).TotalDays / 10)))
        {
            Time.MoveTo(Day((day.Key + 1) * 10));
            await Engine.RecordAsync([.. day]);
            await Running.SweptAsync();
        }

        Time.MoveTo(Day(120));
        await Running.SweptAsync();
    }

    /// <summary>Everything on record, oldest first.</summary>
    private async Task<List<Migration>> RecordAsync()
    {
        var migrations = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cursor: cursor)));
        migrations.Reverse();
        migrations.Count.ShouldBeGreaterThan(100);
        return migrations;
    }
}
