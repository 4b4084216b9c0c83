using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    private static readonly string?[] Everywhere = [null, "a", "b", "c"];

    /// <summary>The moments to ask about: two of a report and what was known, as days; 200 is after everything.</summary>
    public static TheoryData<double, double, double> Spans { get; } = new()
    {
        { 0, 100, 200 },
        { 30, 60, 200 },
        { 30.5, 90.5, 70 },
        { 95, 99, 99 },
        { -1, 0, 200 },
    };

    /// <summary>Frees what was removed, where that is a step of its own.</summary>
    protected virtual Task FreeRemovedAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_matrix_is_where_everyone_was_against_where_they_are(double from, double to, double known)
    {
        var history = Recorded();

        var matrix = Database.Reader.Report(
            new MatrixReport(Day(from), Day(to), refits: true, knownAt: Day(known)), CancellationToken.None);

        string[] customers = [.. history.KnownAt(Day(to), Day(known))];
        matrix.Customers.ShouldBe(customers.Length);
        foreach (var (a, b) in Everywhere.SelectMany(a => Everywhere.Select(b => (a, b))))
        {
            matrix[a, b].Customers.ShouldBe(customers.Count(id =>
                history.SegmentOf(id, Day(from), Day(known)) == a && history.SegmentOf(id, Day(to), Day(known)) == b));
        }
    }

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_cell_lists_those_whom_the_matrix_counts(double from, double to, double known)
    {
        var history = Recorded();

        foreach (var (a, b) in new[] { ("a", "b"), ("none", "none"), ("c", "c") })
        {
            var cell = new CellReport(Day(from), Day(to), new(a, b), refits: true, knownAt: Day(known));
            var listed = AllPages(cursor => Database.Reader.Cell(cell, cursor, 7, CancellationToken.None));
            listed.Select(customer => customer.CustomerId).ShouldBe(history.KnownAt(Day(to), Day(known))
                .Where(id => (history.SegmentOf(id, Day(from), Day(known)) ?? "none") == a
                    && (history.SegmentOf(id, Day(to), Day(known)) ?? "none") == b)
                .Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Spans))]
    public void Flows_are_the_moves_of_each_day(double from, double to, double known)
    {
        var history = Recorded();

        var flows = Database.Reader.Report(
            new FlowsReport(Day(from), Day(to), Bucket.Day, knownAt: Day(known)), CancellationToken.None);

        // A step holds what takes effect before its end, and the last one what does at the end of all.
        var last = Day(to).AddTicks(-1);
        flows.ShouldBe(
            history.By(Day(to), Day(known)).Where(move => move.EffectiveAt > Day(from))
                .GroupBy(move => (Start: new DateTimeOffset((move.EffectiveAt > last ? last : move.EffectiveAt).Date, TimeSpan.Zero), move.From, move.To, move.Cause))
                .Select(group => new MigrationFlow(
                    group.Key.Start, group.Key.From, group.Key.To, group.Key.Cause, group.Count(), (double)group.Sum(move => move.Monetary)!)),
            ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Spans))]
    public void A_series_has_the_size_of_every_segment_at_the_end_of_every_step(double from, double to, double known)
    {
        var history = Recorded();

        var series = Database.Reader.Report(
            new SeriesReport(Day(from), Day(to), Bucket.Week, knownAt: Day(known)), CancellationToken.None);

        // As with flows: the end of all belongs to the last step.
        series.ShouldNotBeEmpty();
        foreach (var point in series)
        {
            var end = point.Start.AddDays(7) >= Day(to) ? Day(to) : point.Start.AddDays(7).AddTicks(-1);
            point.Customers.ShouldBe(
                history.KnownAt(end, Day(known)).Count(id => history.SegmentOf(id, end, Day(known)) == point.Segment), $"{point}");
        }
    }

    [Fact]
    public void Retention_follows_those_who_entered()
    {
        var history = Recorded();

        var retention = Database.Reader.Report(new RetentionReport("a", Day(10), Day(60), Day(99)), CancellationToken.None);

        var stays = history.Moves
            .Where(move => move.To == "a" && move.Cause != MigrationCause.Refit && move.EffectiveAt > Day(10) && move.EffectiveAt <= Day(60))
            .Select(move => (Since: move.EffectiveAt, Left: history.Left(move, Day(99)))).ToList();
        retention.Entered.ShouldBe(stays.Count);
        foreach (var age in retention.Ages)
        {
            var days = TimeSpan.FromDays(age.Days);
            var old = stays.Where(stay => stay.Since + days <= Day(99) && !(stay.Left is { Refit: true } left && left.After < days)).ToList();
            age.ShouldBe(new(age.Days, old.Count, old.Count(stay => stay.Left is not { Refit: false } left || left.After > days)));
        }
    }

    [Fact]
    public async Task A_report_gets_every_move_in_the_order_of_record_though_others_were_erased()
    {
        Record([.. Enumerable.Range(1, 5_000).Select(i => Moved($"C{i % 70}", i, "a", "b", i))]);
        Writer.Commit(writer =>
        {
            for (var i = 0; i < 35; i++)
            {
                writer.Forget($"C{i}");
            }
        });
        await FreeRemovedAsync();
        Record([.. Enumerable.Range(5_001, 2_000).Select(i => Moved("D", i, "a", "b", i))]);

        Database.Reader.Report(new Listening(), CancellationToken.None).ShouldBe(
            Enumerable.Range(1, 7_000).Where(i => i > 5_000 || i % 70 >= 35).Select(i => Day(i).UtcTicks));
    }

    [Fact]
    public void What_a_report_throws_comes_out_where_it_was_asked_for()
    {
        Record([.. Enumerable.Range(1, 30_000).Select(i => Moved($"C{i}", 1, null, "b", 1))]);

        Should.Throw<InvalidDataException>(() => Database.Reader.Report(new Listening(refuseAfter: 10), CancellationToken.None))
            .Message.ShouldBe("enough");
        Database.Reader.Report(new Listening(), CancellationToken.None).Count.ShouldBe(30_000);
    }

    [Fact]
    public void A_report_that_nobody_waits_for_any_longer_ends()
    {
        Record([.. Enumerable.Range(1, 30_000).Select(i => Moved($"C{i}", 1, null, "b", 1))]);
        using var left = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => Database.Reader.Report(new Listening(afterTen: left.Cancel), left.Token));
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Should.Throw<OperationCanceledException>(() => Database.Reader.Report(new Listening(), gone.Token));
    }

    [Fact]
    public void A_large_cell_of_which_only_the_beginning_is_read_leaves_nothing_open()
    {
        Record([.. Enumerable.Range(1, 30_000).Select(i => Moved($"C{i:00000}", 1, null, "b", 1))]);

        // More often than there are connections.
        for (var i = 0; i < 20; i++)
        {
            Database.Reader.Cell(new(Day(0), Day(2)), "cell-C00100", 2, CancellationToken.None)
                .Items.Select(customer => customer.CustomerId).ShouldBe(["C00101", "C00102"]);
        }
    }

    private History Recorded()
    {
        var history = new History(Day0, seed: 7, customers: 150);
        Writer.Commit(writer => history.FirstContacts.ForEach(contact => writer.AddFirstContact(contact.Customer, contact.Since, contact.RecordedAt)));
        Record([.. history.Moves]);
        return history;
    }
}
