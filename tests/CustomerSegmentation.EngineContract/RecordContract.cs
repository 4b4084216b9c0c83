using CustomerSegmentation.Engine;

namespace CustomerSegmentation.EngineContract;

/// <summary>The record of migrations as those read it who pass them on.</summary>
public abstract class RecordContract : ContractSuite
{
    [Fact]
    public async Task Reading_on_from_where_one_stopped_gives_every_migration_once_in_the_order_of_record()
    {
        Time.MoveTo(Day(120));
        await Engine.RecordAsync(ThreeKinds(30));
        Time.MoveTo(Day(300));
        await Running.SweptAsync();

        var read = await ReadOnAsync(0, limit: 7);

        read.Select(one => one.Position).ShouldBeInOrder(SortDirection.Ascending);
        read.Select(one => one.Position).ShouldBeUnique();
        read[^1].Position.ShouldBe(Engine.Record.End);
        var listed = await AllPagesAsync(cursor => Engine.MigrationsAsync(new(Cursor: cursor)));
        read.Select(one => one.Migration).ShouldBe(listed, ignoreOrder: true);
        foreach (var customer in read.GroupBy(one => one.Migration.CustomerId))
        {
            customer.Select(one => one.Migration.Sequence).ShouldBe(Enumerable.Range(1, customer.Count()));
        }
    }

    [Fact]
    public async Task Whoever_waits_for_more_is_told_once_it_can_be_read()
    {
        var waiting = Engine.Record.BeyondAsync(Engine.Record.End, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        await Engine.RecordAsync([Bought("A", "o1", -1, 50)]);
        await waiting;

        (await Engine.Record.AfterAsync(0, 10, replays: false)).Migrations.Single().Migration.CustomerId.ShouldBe("A");
    }

    [Fact]
    public async Task An_erased_customer_leaves_a_gap_that_is_read_across()
    {
        await Engine.RecordAsync([Bought("A", "o1", -3, 50)]);
        await Engine.RecordAsync([Bought("B", "o2", -2, 50)]);
        await Engine.RecordAsync([Bought("C", "o3", -1, 50)]);
        var end = Engine.Record.End;

        await Engine.EraseCustomerAsync("A");
        await Engine.EraseCustomerAsync("C");

        var stretch = await Engine.Record.AfterAsync(0, 10, replays: false);
        stretch.Migrations.Single().Migration.CustomerId.ShouldBe("B");
        stretch.Through.ShouldBe(end);
        await Running.RestartAsync();
        Engine.Record.End.ShouldBe(end);
        await Engine.RecordAsync([Bought("C", "o4", -1, 50)]);
        (await ReadOnAsync(end, limit: 10)).Single().Position.ShouldBeGreaterThan(end);
    }

    [Fact]
    public async Task Name_and_bookmarks_outlive_the_engine()
    {
        await Engine.RecordAsync([Bought("A", "o1", -1, 50)]);
        var name = Engine.Record.Id;
        (await Engine.Record.BookmarkAsync("reader")).ShouldBeNull();
        await Engine.Record.KeepBookmarkAsync("reader", 1);

        await Running.RestartAsync();

        Engine.Record.Id.ShouldBe(name);
        (await Engine.Record.BookmarkAsync("reader")).ShouldBe(1);
        (await Engine.Record.BookmarkAsync("another")).ShouldBeNull();
    }

    [Fact]
    public async Task What_the_event_clock_replayed_is_passed_over_unless_asked_for_whenever_it_is_read()
    {
        await Engine.RecordAsync([Bought("Before", "o1", -1, 50)]);
        await Running.RestartAsync(Options with { Clock = EngineClock.Event });
        await Engine.RecordAsync([Bought("Replayed", "o2", -300, 50)]);
        (await ReadOnAsync(0, limit: 1)).Select(one => one.Migration.CustomerId).ShouldBe(["Before"]);

        await Running.RestartAsync(Options);
        await Engine.RecordAsync([Bought("After", "o3", -1, 50)]);

        (await ReadOnAsync(0, limit: 1)).Select(one => one.Migration.CustomerId).Distinct().ShouldBe(["Before", "After"]);
        (await ReadOnAsync(0, limit: 1, replays: true)).Select(one => one.Migration.CustomerId).Distinct()
            .ShouldBe(["Before", "Replayed", "After"]);
    }

    private async Task<List<RecordedMigration>> ReadOnAsync(long position, int limit, bool replays = false)
    {
        var read = new List<RecordedMigration>();
        while (true)
        {
            var stretch = await Engine.Record.AfterAsync(position, limit, replays);
            read.AddRange(stretch.Migrations);
            if (stretch.Through == position)
            {
                return read;
            }

            position = stretch.Through;
        }
    }
}
