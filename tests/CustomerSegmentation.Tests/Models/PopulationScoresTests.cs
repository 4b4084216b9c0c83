using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Models;

public sealed class PopulationScoresTests
{
    [Fact]
    public void Ten_different_values_score_in_pairs()
    {
        var scores = new PopulationScores([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        Enumerable.Range(1, 10).Select(v => scores.OfMore(v)).ShouldBe([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        Enumerable.Range(1, 10).Select(v => scores.OfLess(v)).ShouldBe([5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    }

    [Theory]
    [InlineData(1, 1)] // six of ten bought once: three of the four bounds are 1, and yet they score 1
    [InlineData(2, 4)] // above three fifths
    [InlineData(3, 5)]
    [InlineData(9, 5)]
    [InlineData(1.05, 1)] // a centroid among one-time buyers
    [InlineData(1.5, 1)] // half way goes to the lower
    [InlineData(1.6, 4)]
    [InlineData(0.5, 1)]
    [InlineData(100, 5)]
    public void Equal_values_score_equally_by_what_lies_strictly_below(double orders, int score) =>
        new PopulationScores([1, 1, 1, 1, 1, 1, 2, 2, 3, 9]).OfMore(orders).ShouldBe(score);

    [Fact]
    public void A_tie_at_the_fresh_end_is_the_freshest() =>
        new PopulationScores([0, 0, 0, 0, 0, 0, 5, 6, 7, 8]).OfLess(0).ShouldBe(5);

    [Fact]
    public void One_customer_is_a_population() => new PopulationScores([7]).OfMore(7).ShouldBe(1);
}
