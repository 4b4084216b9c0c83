using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Models;

public sealed class FitPlanTests
{
    [Theory]
    [InlineData(null, null, null, 50, 3, 10)]
    [InlineData(5, null, null, 50, 5, 5)]
    [InlineData(5, 2, 9, 50, 5, 5)] // a given k wins
    [InlineData(null, 4, 6, 50, 4, 6)]
    [InlineData(null, 12, null, 50, 12, 12)]
    [InlineData(null, null, 2, 50, 2, 2)]
    [InlineData(null, null, null, 6, 3, 6)] // the usual range ends at the customers that differ
    [InlineData(null, null, null, 2, 2, 2)]
    public void A_request_is_completed(int? k, int? minK, int? maxK, int distinct, int from, int to) =>
        FitPlan.From(new FitRequest(k, minK, maxK), distinct).ShouldBe(new FitPlan(from, to, 1));

    [Theory]
    [InlineData(1, null, null, 50, "invalid_k")]
    [InlineData(0, null, null, 50, "invalid_k")]
    [InlineData(-3, null, null, 50, "invalid_k")]
    [InlineData(51, null, null, 50, "invalid_k")]
    [InlineData(null, 1, null, 50, "invalid_k")]
    [InlineData(null, null, 51, 50, "invalid_k")]
    [InlineData(null, 6, 4, 50, "invalid_k")]
    [InlineData(7, null, null, 6, "too_few_distinct_customers")]
    [InlineData(null, null, 7, 6, "too_few_distinct_customers")]
    [InlineData(null, 7, null, 6, "too_few_distinct_customers")]
    [InlineData(null, null, null, 1, "too_few_distinct_customers")]
    public void A_request_that_makes_no_sense_is_refused_with_a_code(int? k, int? minK, int? maxK, int distinct, string code) =>
        Should.Throw<FitRefusedException>(() => FitPlan.From(new FitRequest(k, minK, maxK), distinct)).Code.ShouldBe(code);

    [Fact]
    public void An_algorithm_that_there_is_not_is_refused_by_name()
    {
        var refusal = Should.Throw<FitRefusedException>(() => FitPlan.From(new FitRequest(Algorithm: "dbscan"), 50));
        refusal.Code.ShouldBe("unknown_algorithm");
        refusal.Message.ShouldContain("'dbscan'");
        refusal.Message.ShouldContain("'gaussianMixture'");
        FitPlan.From(new FitRequest(Algorithm: "kmeans", Seed: 9), 50).Seed.ShouldBe(9ul);
        FitPlan.From(new FitRequest(), 50).Algorithm.ShouldBe("kmeans");
        FitPlan.From(new FitRequest(Algorithm: "gaussianMixture"), 50).Algorithm.ShouldBe("gaussianMixture");
    }
}
