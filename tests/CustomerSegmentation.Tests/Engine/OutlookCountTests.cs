using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Engine;

public sealed class OutlookCountTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly OutlookQuery Query = new([30, 60], TimeSpan.FromDays(90));
    private static readonly RuleModel Rules = new(RuleThresholds.Default);

    [Fact]
    public void Parts_of_the_base_give_the_outlook_of_all()
    {
        var some = OutlookCount.Of(Query, Rules, Now);
        some.Add("champions", 3, ["champions", "loyal", null]);
        some.Add(onRecord: null, 2, [null, null, null]);
        var others = OutlookCount.Of(Query, Rules, Now);
        others.Add("champions", 1, ["champions", "champions", "loyal"]);
        others.Add("s7", 4, ["loyal", "loyal", "loyal"]); // of an earlier model on record, about to be moved
        others.Add(onRecord: null, 0, [null, null, null]); // heard of, never in a segment

        var all = some.Plus(others);

        (OnRecord("champions"), OnRecord("loyal"), all.OnRecord[^1]).ShouldBe((2, 0, 1));
        var outlook = all.Outlook(Query, []);
        (outlook.AsOf, outlook.Lookback, outlook.Moves).ShouldBe((Now, Now.AddDays(-90), 0));
        outlook.Horizons.Select(horizon => horizon.At).ShouldBe([Now.AddDays(30), Now.AddDays(60)]);
        Sizes("champions").ShouldBe([(2, 1), (2, 0)]);
        Sizes("loyal").ShouldBe([(1, 2), (1, 2)]);
        Sizes(null).ShouldBe([(2, 2), (2, 3)]);

        long OnRecord(string id) => all.OnRecord[all.Segments.ToList().IndexOf(id)];
        IEnumerable<(long Now, long Then)> Sizes(string? id) => outlook.Horizons
            .Select(horizon => horizon.Segments.Single(segment => segment.Id == id))
            .Select(segment => (segment.Now, segment.IfNobodyBuys));
    }

    [Fact]
    public void Counts_for_other_moments_do_not_add_up() =>
        Should.Throw<ArgumentException>(() => OutlookCount.Of(Query, Rules, Now).Plus(OutlookCount.Of(Query, Rules, Now.AddSeconds(1))));
}
