namespace CustomerSegmentation.Models;

/// <summary>
/// The eleven segments of RFM practice. The ranges that are commonly printed overlap in 20 of the 25 cells;
/// this map has each cell once.
/// </summary>
public static class RfmSegments
{
    /// <summary>The eleven over the 25 cells, from the most to the least engaged.</summary>
    public static SegmentMap Map { get; } = new(
    [
        (new("champions", "Champions",
            "Bought very recently, buy often and spend the most.",
            "Reward them, give early access and ask for referrals; no blanket discount."), "55 54 45"),
        (new("loyal", "Loyal",
            "Buy regularly, spend well and have been here lately.",
            "Upsell, ask for reviews and invite them to the loyalty programme."), "53 44 35 34"),
        (new("potential-loyalist", "Potential Loyalist",
            "Bought recently and more than once or for more than a little; not yet regulars.",
            "Offer membership and encourage the second and third order."), "52 43 42 33"),
        (new("new", "New",
            "Bought very recently, for the first time or for little.",
            "Onboard them."), "51"),
        (new("promising", "Promising",
            "Bought fairly recently, seldom and for little.",
            "Nudge them with a low-cost offer."), "41 31"),
        (new("need-attention", "Need Attention",
            "Were middling customers and have not bought for some time.",
            "Make a limited-time offer."), "32 23 22"),
        (new("about-to-sleep", "About to Sleep",
            "Bought seldom and for little, and not for some time.",
            "Reactivate them with popular products."), "21"),
        (new("at-risk", "At Risk",
            "Used to buy often or spend well and have stayed away for long.",
            "Make one strong, personal attempt to win them back."), "25 24 13"),
        (new("cant-lose-them", "Can't Lose Them",
            "Were among the best customers and have not been seen for very long.",
            "Reach out in person."), "15 14"),
        (new("hibernating", "Hibernating",
            "Bought a little and have not been seen for very long.",
            "Keep a light, relevant contact."), "12"),
        (new("lost", "Lost",
            "Bought seldom and for little, very long ago.",
            "Make one attempt, then stop writing to them."), "11"),
    ]);
}
