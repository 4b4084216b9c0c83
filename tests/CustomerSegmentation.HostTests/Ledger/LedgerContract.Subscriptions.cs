using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.HostTests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public void A_subscription_is_kept_changed_and_removed_with_all_it_has()
    {
        Writer.Commit(writer =>
        {
            foreach (var id in InOrder.Reverse())
            {
                writer.Save(Subscribed(id));
                writer.Save(id, Delivered("m1"));
                writer.SaveBookmark(id, 5);
            }

            writer.Save(Subscribed("a") with { DisabledBecause = "gone" });
        });
        Database.Subscriptions.All().Select(subscription => subscription.Id).ShouldBe(InOrder);
        Database.Subscriptions.All()[1].DisabledBecause.ShouldBe("gone");
        Database.Subscriptions.All()[0].Filter.Causes.ShouldBe([MigrationCause.Decay]);

        Writer.Commit(writer => writer.DeleteSubscription("a"));

        Database.Subscriptions.All().Select(subscription => subscription.Id).ShouldBe(InOrder.Where(id => id != "a"));
        Database.Subscriptions.Deliveries("a", null, 5).Items.ShouldBeEmpty();
        Database.Subscriptions.Deliveries("ab", null, 5).Items.ShouldBe([Delivered("m1")]);
        (Database.Record.Bookmark("a"), Database.Record.Bookmark("ab")).ShouldBe((null, 5));
    }

    [Fact]
    public void A_bookmark_is_where_it_was_put_last()
    {
        Database.Record.Bookmark("reader").ShouldBeNull();
        Writer.Commit(writer => writer.SaveBookmark("reader", 7));
        Writer.Commit(writer => writer.SaveBookmark("reader", long.MaxValue));
        Database.Record.Bookmark("reader").ShouldBe(long.MaxValue);
    }

    [Fact]
    public void The_latest_thousand_deliveries_are_kept_newest_first()
    {
        Writer.Commit(writer =>
        {
            writer.Save("other", Delivered("m1"));
            for (var i = 1; i <= 1_005; i++)
            {
                writer.Save("s", Delivered($"m{i}"));
            }

            writer.Save("s", Delivered("m500") with { Attempts = 2 }); // stays where it was
        });

        var all = AllPages(cursor => Database.Subscriptions.Deliveries("s", cursor, 300));
        all.Select(delivery => delivery.MessageId).ShouldBe(Enumerable.Range(6, 1_000).Reverse().Select(i => $"m{i}"));
        all.Single(delivery => delivery.MessageId == "m500").Attempts.ShouldBe(2);
        Database.Subscriptions.Deliveries("other", null, 5).Items.Count.ShouldBe(1);
    }

    private static Subscription Subscribed(string id) =>
        new(id, new("https://shop.example/hook?a=1"), "whsec_x", new([], [MigrationCause.Decay]), Day(1));

    private static Delivery Delivered(string message) => new(message, DeliveryStatus.Delivered, 1, Day(1), Day(2), null, 200, null);
}
