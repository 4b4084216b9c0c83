using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Tests.Engine;

public sealed class DepartureListTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Fact]
    public void The_soonest_come_first_in_whatever_order_they_were_found()
    {
        var list = new DepartureList(Now, Month, cursor: null, limit: 3);
        foreach (var day in new[] { 9, 2, 7, 1, 8 })
        {
            list.Consider(Leaves($"C{day}", day));
        }

        list.ToPage().Items.Select(departure => departure.Member.CustomerId).ShouldBe(["C1", "C2", "C7"]);
    }

    [Fact]
    public void Pages_go_on_behind_each_other_also_where_many_leave_at_one_moment()
    {
        Departure[] leaving = [Leaves("early", 1), .. Enumerable.Range(0, 5).Select(i => Leaves($"C{i}", 2)), Leaves("late", 3)];
        var seen = new List<string>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = Page(cursor, leaving);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(departure => departure.Member.CustomerId));
            (cursor, pages) = (page.Next, pages + 1);
        }
        while (cursor is not null && pages < 10);

        pages.ShouldBe(4);
        seen.Order().ShouldBe(leaving.Select(departure => departure.Member.CustomerId).Order());
        (seen[0], seen[^1]).ShouldBe(("early", "late"));
    }

    [Fact]
    public void All_pages_end_when_the_first_one_does_however_late_they_are_asked_for()
    {
        var cursor = Page(cursor: null, Leaves("A", 1), Leaves("B", 2), Leaves("C", 3)).Next;

        new DepartureList(Now.AddDays(20), Month, cursor, limit: 2).Until.ShouldBe(Now.AddDays(30).UtcTicks);
        new DepartureList(Now, TimeSpan.MaxValue, cursor: null, limit: 2).Until.ShouldBe(DateTimeOffset.MaxValue.UtcTicks);
    }

    [Fact]
    public void A_page_that_is_just_full_is_the_last()
    {
        Page(cursor: null, Leaves("A", 1), Leaves("B", 2)).Next.ShouldBeNull();
        Page(cursor: null).ShouldSatisfyAllConditions(
            page => page.Items.ShouldBeEmpty(),
            page => page.Next.ShouldBeNull());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1-2")]
    [InlineData("1-2-x")]
    [InlineData("1--2")]
    [InlineData("9223372036854775807-1-1")] // a number, but beyond the calendar
    public void What_is_no_cursor_of_such_a_list_is_refused(string cursor) =>
        Should.Throw<InvalidCursorException>(() => new DepartureList(Now, Month, cursor, limit: 2));

    private static Page<Departure> Page(string? cursor, params Departure[] leaving)
    {
        var list = new DepartureList(Now, Month, cursor, limit: 2);
        foreach (var departure in leaving)
        {
            list.Consider(departure);
        }

        return list.ToPage();
    }

    private static Departure Leaves(string id, int day) => new(new(id, 10, 1, 5, Now.AddDays(-10)), Now.AddDays(day), "lost");
}
