using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public void Where_a_customer_stands_comes_back_as_it_was_given()
    {
        SegmentStateRow[] given =
        [
            new("Zoë \U0001F600", 255, 7, "s1", Day(1).UtcTicks, MigrationCause.Correction, 3, 2, long.MaxValue, 12, 1234.5678m,
                Day(1).UtcTicks, Day(-9).UtcTicks, Day(-99).UtcTicks, 20),
            new("B", 0, 1, null, 0, default, 0, 0, 0, 0, 922_337_203_685_477_580_799.0001m, 0, 0, 0, 1),
            new("C", 0, long.MaxValue, null, 0, MigrationCause.Refund, int.MaxValue, int.MaxValue, 0, int.MaxValue, -0.01m, 0, 0, 0, int.MaxValue),
        ];
        Save(given);

        Database.Shards.Count().ShouldBe(3);
        given.ShouldAllBe(row => Database.Shards.Find(row.CustomerId) == row);
        Database.Shards.Find("b").ShouldBeNull();
        Database.Shards.Rows(255).ShouldBe([given[0]]);
        Database.Shards.Rows(0).ShouldBe([given[1], given[2]], ignoreOrder: true);
        Database.Shards.Rows(1).ShouldBeEmpty();
    }

    [Fact]
    public void The_latest_version_of_a_standing_is_kept_whatever_comes_last()
    {
        Save(SegmentState("A", 2), SegmentState("A", 5), SegmentState("A", 4), SegmentState("B", 1));
        Database.Shards.Find("A")!.Version.ShouldBe(5);

        Save(SegmentState("A", 5) with { Segment = "same version" }, SegmentState("A", 3), SegmentState("B", 2) with { Shard = 9, Segment = null });

        Database.Shards.Find("A").ShouldBe(SegmentState("A", 5));
        Database.Shards.Find("B").ShouldBe(SegmentState("B", 2) with { Shard = 9, Segment = null });
        (Database.Shards.Count(), Database.Shards.Rows(9).Count()).ShouldBe((2, 1));
    }

    [Fact]
    public void A_shard_of_which_only_the_beginning_is_read_leaves_nothing_open()
    {
        Save([.. Enumerable.Range(0, 20_000).Select(i => SegmentState($"C{i}", 1))]);

        for (var i = 0; i < 20; i++)
        {
            Database.Shards.Rows(3).First().Version.ShouldBe(1); // more often than there are connections
        }

        Database.Shards.Rows(3).Count().ShouldBe(20_000);
    }

    [Fact]
    public async Task Two_who_write_the_same_customers_keep_the_latest_and_do_not_block_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(w => Task.Run(() =>
        {
            using var writer = Database.OpenWriter();
            for (var round = 0; round < 30; round++)
            {
                int[] order = [.. Enumerable.Range(0, 200)];
                new Random(round + (w * 1_000)).Shuffle(order);
                writer.Commit(_ =>
                {
                    foreach (var i in order)
                    {
                        writer.Save(SegmentState($"C{i}", (round * 2) + w + 1));
                    }
                });
            }
        })));

        Database.Shards.Rows(3).Select(row => row.Version).ShouldBe(Enumerable.Repeat(60L, 200));
    }

    [Fact]
    public void Who_is_forgotten_is_on_record_nowhere()
    {
        foreach (var id in new[] { "A", "B" })
        {
            Record(Moved(id, 1, null, "s1", 1));
            Save(SegmentState(id, 1));
            Writer.Commit(writer => writer.AddFirstContact(id, Day(1), Day(1)));
        }

        Writer.Commit(writer => writer.Forget("A"));

        Database.Reader.Migrations(new()).Items.ShouldHaveSingleItem().CustomerId.ShouldBe("B");
        Database.Shards.Rows(3).ShouldBe([SegmentState("B", 1)]);
        Database.Reader.Report(new MatrixReport(Day(0), Day(9)), CancellationToken.None).Customers.ShouldBe(1);
    }

    private static SegmentStateRow SegmentState(string customer, long version) => new(
        customer, 3, version, "s1", Day(1).UtcTicks, MigrationCause.Purchase, 1, 1, Day(30).UtcTicks, 2, 20.5m, Day(1).UtcTicks, Day(0).UtcTicks, Day(0).UtcTicks, 2);

    private void Save(params SegmentStateRow[] rows) => Writer.Commit(writer =>
    {
        foreach (var row in rows)
        {
            writer.Save(row);
        }
    });
}
