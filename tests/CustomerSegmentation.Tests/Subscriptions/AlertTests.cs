using CustomerSegmentation.Migrations;
using CustomerSegmentation.Subscriptions;

namespace CustomerSegmentation.Tests.Subscriptions;

/// <summary>When there is something to warn of. All figures are by hand.</summary>
public sealed class AlertTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 90, 9, false)] // 99 a week ago, 90 now: 9.1 %
    [InlineData(0, 90, 10, true)] // 100 a week ago, 90 now: 10 %
    [InlineData(5, 90, 14, false)] // 99 a week ago
    [InlineData(5, 90, 15, true)] // 100 a week ago
    [InlineData(0, 0, 9, false)] // 9 members are too few to be news
    [InlineData(0, 0, 10, true)]
    public void A_segment_shrinks_by_what_left_it_less_what_came(int entered, int membersNow, int left, bool warns)
    {
        var flows = new DailyFlows();
        Move(flows, entered, from: null, to: "s", daysAgo: 6);
        Move(flows, left, from: "s", to: "t", daysAgo: 3);
        Move(flows, 500, from: "s", to: "t", daysAgo: 8); // before the week
        Move(flows, 500, from: "s", to: "t", daysAgo: 2, MigrationCause.Refit);

        var finding = new Alert(AlertKind.Shrinks, "s", By: 0.1, Within: 7).Check(membersNow, flows, Now);

        (finding is not null).ShouldBe(warns);
        if (finding is not null)
        {
            (finding.Figure, finding.Expected).ShouldBe((membersNow, membersNow + left - entered));
        }
    }

    [Theory]
    [InlineData(20, 35, false)] // mean 25, standard deviation of 20 and 30 in turn on 28 days: 5.09; 3 of them are 15.28
    [InlineData(20, 40, false)] // 15 more
    [InlineData(20, 41, true)] // 16 more
    [InlineData(20, 10, false)] // 15 fewer
    [InlineData(20, 9, true)] // 16 fewer
    public void A_flow_is_unusual_three_standard_deviations_away_from_the_days_before(int low, int yesterday, bool warns)
    {
        var flows = new DailyFlows();
        for (var day = 2; day <= 29; day++)
        {
            Move(flows, day % 2 == 0 ? low : low + 10, from: null, to: "s", daysAgo: day);
        }

        Move(flows, yesterday, from: null, to: "s", daysAgo: 1);
        Move(flows, 1_000, from: null, to: "s", daysAgo: 0); // today is not over

        var finding = new Alert(AlertKind.UnusualFlow, "s").Check(members: 1_000, flows, Now);

        (finding is not null).ShouldBe(warns);
        if (finding is not null)
        {
            (finding.Figure, finding.Expected).ShouldBe((yesterday, 25));
        }
    }

    [Theory]
    [InlineData(16, 9, false)]
    [InlineData(16, 10, true)]
    [InlineData(14, 10, false)] // thirteen days before yesterday are no history
    [InlineData(15, 10, true)]
    public void Where_nothing_happened_before_ten_customers_are_news_once_there_is_a_history(int firstDaysAgo, int yesterday, bool warns)
    {
        var flows = new DailyFlows();
        Move(flows, 1, from: null, to: "elsewhere", daysAgo: firstDaysAgo);
        Move(flows, yesterday, from: "s", to: null, daysAgo: 1);

        (new Alert(AlertKind.UnusualFlow, "s").Check(members: 50, flows, Now) is not null).ShouldBe(warns);
    }

    private static void Move(
        DailyFlows flows, int customers, string? from, string? to, int daysAgo, MigrationCause cause = MigrationCause.Decay)
    {
        for (var i = 0; i < customers; i++)
        {
            flows.Add(new($"C{i}", 1, from, to, cause, 0, Now.AddDays(-daysAgo), Now, EventId: null, Monetary: null));
        }
    }
}
