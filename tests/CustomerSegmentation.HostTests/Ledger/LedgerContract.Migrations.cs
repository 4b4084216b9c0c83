using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    /// <summary>Ids whose order by culture is another than that of their bytes; the last is beyond the basic plane.</summary>
    private static readonly string[] InOrder = ["B", "a", "a b", "a-b", "aB", "ab", "z", "ä", "é", "\uFF21", "\U0001F600"];

    [Fact]
    public void A_migration_comes_back_as_it_was_given()
    {
        Migration[] given =
        [
            new("Zoë \U0001F600", 1, null, "s1", MigrationCause.Purchase, 3, Day(1).AddTicks(1), Day(2).AddTicks(7), "e'1\"", 12.5m)
            {
                Before = new(1.5, 3, 99.0100m),
            },
            new("Zoë \U0001F600", 2, "s1", null, MigrationCause.Decay, 4, Day(3), Day(3), null, null),
            new("Zoë \U0001F600", 3, null, "s2", MigrationCause.Correction, 4, Day(3), Day(4), "e", -3),
        ];
        Record(given);

        Database.Record.Between(0, long.MaxValue, 10).Select(row => row.Migration).ShouldBe(given);
        var replayed = Database.Reader.MigrationsAfter(0).ToList();
        replayed.Select(recorded => recorded.Migration).ShouldBe(given.Select(one => one with { Monetary = null, Before = null }));
        Database.Reader.MigrationsAfter(replayed[0].Position).ShouldBe(replayed[1..]);
        Database.Reader.Migration("Zoë \U0001F600", 2).ShouldBe(given[1]);
        Database.Reader.Migration("Zoë \U0001F600", 4).ShouldBeNull();
    }

    [Fact]
    public void Migrations_are_found_by_every_filter()
    {
        Record(
            Moved("A", 1, null, "s1", 1),
            Moved("B", 1, null, "s2", 2, recorded: 9),
            Moved("A", 2, "s1", "s2", 3, MigrationCause.Decay),
            Moved("B", 2, "s2", null, 4, MigrationCause.Refit));

        Find(new()).ShouldBe("B2 A2 B1 A1");
        Find(new("A")).ShouldBe("A2 A1");
        Find(new("C")).ShouldBe("");
        Find(new(From: Day(2))).ShouldBe("B2 A2 B1");
        Find(new(To: Day(2))).ShouldBe("A1");
        Find(new(Cause: MigrationCause.Refit)).ShouldBe("B2");
        Find(new() { AsOf = Day(2) }).ShouldBe("B1 A1");
        Find(new() { KnownAt = Day(3) }).ShouldBe("A2 A1");
        Find(new() { Segments = new(From: "s1") }).ShouldBe("A2");
        Find(new() { Segments = new(From: "none") }).ShouldBe("B1 A1");
        Find(new() { Segments = new(To: "s2") }).ShouldBe("A2 B1");
        Find(new() { Segments = new(Either: "none") }).ShouldBe("B2 B1 A1");
        Find(new("B", Day(1), Day(5), MigrationCause.Purchase) { AsOf = Day(9), KnownAt = Day(9), Segments = new("none", "s2", "s2") })
            .ShouldBe("B1");

        string Find(MigrationQuery query) =>
            string.Join(' ', Database.Reader.Migrations(query).Items.Select(item => item.CustomerId + item.Sequence));
    }

    [Fact]
    public void What_no_id_can_be_is_looked_for_and_not_found()
    {
        Record(Moved("A", 1, null, "s1", 1), Moved("\uFFFD", 1, null, "s1", 1));
        foreach (var id in new[] { "A\0", "\0", "\uD83D", "\uDE00x" })
        {
            Database.Reader.Migration(id, 1).ShouldBeNull();
            Database.Reader.Migrations(new(id)).Items.ShouldBeEmpty();
            Database.Reader.Migrations(new() { Segments = new(Either: id) }).Items.ShouldBeEmpty();
            Database.Reader.MembersAsOf(id, Day(5), null, 5).Items.ShouldBeEmpty();
            Database.Subscriptions.Deliveries(id, null, 5).Items.ShouldBeEmpty();
            Database.Shards.Find(id).ShouldBeNull();
        }

        Database.Reader.Migration("\uFFFD", 1).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Pages_of_migrations_give_each_once_though_many_are_of_one_moment(int limit)
    {
        Record([.. Enumerable.Range(0, 20).Select(i => Moved($"C{i}", 1, null, "s1", i / 7))]);

        // By moment, newest first; of one moment the last on record first.
        var expected = Enumerable.Range(0, 20).Reverse().Select(i => $"C{i}");
        AllPages(cursor => Database.Reader.Migrations(new(Cursor: cursor, Limit: limit)))
            .Select(migration => migration.CustomerId).ShouldBe(expected);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("1-2-3")]
    public void A_cursor_that_was_not_given_out_is_refused(string cursor)
    {
        Should.Throw<InvalidCursorException>(() => Database.Reader.Migrations(new(Cursor: cursor)));
        Should.Throw<InvalidCursorException>(() => Database.Reader.MembersAsOf("s1", Day(1), cursor, 5));
        Should.Throw<InvalidCursorException>(() => Database.Reader.Cell(new(Day(1), Day(2)), cursor, 5, CancellationToken.None));
        if (cursor != "1")
        {
            Should.Throw<InvalidCursorException>(() => Database.Subscriptions.Deliveries("s", cursor, 5));
        }
    }

    [Fact]
    public void Members_of_a_moment_come_in_the_order_of_their_bytes_page_by_page()
    {
        Record([.. InOrder.Reverse().Select(id => Moved(id, 1, null, "s1", 1))]);
        Record(Moved("b", 1, null, "s2", 1), Moved("z", 2, "s1", "s2", 5), Moved("late", 1, null, "s1", 6));

        AllPages(cursor => Database.Reader.MembersAsOf("s1", Day(4), cursor, 2)).ShouldBe(InOrder.Select(id => (id, Day(1))));
        AllPages(cursor => Database.Reader.MembersAsOf("s2", Day(5), cursor, 1)).ShouldBe([("b", Day(1)), ("z", Day(5))]);
    }

    [Fact]
    public void A_list_of_members_begins_again_where_its_page_ended_with_somebody_who_was_erased()
    {
        Record(Moved("A", 1, null, "s1", 1), Moved("B", 1, null, "s1", 1), Moved("C", 1, null, "s1", 1));
        var next = Database.Reader.MembersAsOf("s1", Day(4), null, 1).Next;
        next!.ShouldNotContain("A");

        Writer.Commit(writer => writer.Forget("A"));

        Should.Throw<InvalidCursorException>(() => Database.Reader.MembersAsOf("s1", Day(4), next, 1));
        Database.Reader.MembersAsOf("s1", Day(4), null, 1).Items.ShouldBe([("B", Day(1))]);
    }

    [Fact]
    public void Moves_within_a_span_are_added_up()
    {
        Record(
            Moved("A", 1, null, "s1", 1),
            Moved("B", 1, null, "s1", 2),
            Moved("A", 2, "s1", "s2", 2.5),
            Moved("B", 2, "s1", "s2", 3, MigrationCause.Refit),
            Moved("C", 1, null, "s1", 4));

        // After day 1 and through day 3: days from the beginning of the span, by hand.
        Database.Reader.MovesWithin(Day(1), Day(3)).OrderBy(tally => tally.DaysIn).ShouldBe(
        [
            new(null, "s1", IsRefit: false, IsFirst: true, 1, 1),
            new("s1", "s2", IsRefit: false, IsFirst: false, 1, 1.5),
            new("s1", "s2", IsRefit: true, IsFirst: false, 1, 2),
        ]);
    }

    private static List<T> AllPages<T>(Func<string?, Page<T>> ask)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = ask(cursor);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}
