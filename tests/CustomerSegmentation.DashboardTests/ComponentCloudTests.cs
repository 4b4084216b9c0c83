using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Customers on two principal components.</summary>
public sealed class ComponentCloudTests
{
    private static readonly RuleModel Rules = new(RuleThresholds.Default);

    private static readonly SampledCustomer[] Customers =
    [
        new("champions", 2, 24, 1500), new("champions", 5, 18, 900), new("loyal", 20, 9, 1100), new("loyal", 60, 4, 210),
        new("need-attention", 75, 3, 260), new("at-risk", 160, 2, 120), new("lost", 250, 1, 30), new("lost", 300, 1, 45),
    ];

    /// <summary>
    /// scikit-learn 1.2.1 of the same eight customers X: Z = StandardScaler().fit_transform(np.log1p(X)); p = PCA(2).fit(Z);
    /// p.explained_variance_ratio_, p.components_, p.transform(Z).
    /// </summary>
    [Fact]
    public void Places_weights_and_explained_variance_are_those_of_scikit_learn()
    {
        var cloud = ComponentCloud.Of(new(DateTimeOffset.UnixEpoch, Rules.Version, 8, Customers), Rules).ShouldNotBeNull();

        cloud.Shares.First.ShouldBe(0.97374577, 1e-6);
        cloud.Shares.Second.ShouldBe(0.02557083, 1e-6);
        cloud.Weights.Select(weight => weight.First).ShouldBe([-0.5797389, 0.58234121, 0.56989606], 1e-5);
        cloud.Weights.Select(weight => weight.Second).ShouldBe([0.47462681, -0.32715853, 0.8171271], 1e-5);
        var champions = cloud.Groups.Single(group => group.Segment == "champions");
        champions.Points.Select(point => point.First).ShouldBe([2.68396619, 2.04484783], 1e-5);
        champions.Points.Select(point => point.Second).ShouldBe([-0.25748183, -0.26024747], 1e-5);
        var lost = cloud.Groups.Single(group => group.Segment == "lost");
        lost.Points.Select(point => point.First).ShouldBe([-2.14933774, -2.0499171], 1e-5);
    }

    [Fact]
    public void Another_model_colours_the_same_customers_by_its_own_segments()
    {
        var ofAnother = new CustomerSample(DateTimeOffset.UnixEpoch, ModelVersion: 7, 8, [.. Customers.Select(customer => customer with { Segment = "s1" })]);
        var cloud = ComponentCloud.Of(ofAnother, Rules).ShouldNotBeNull();

        // By the default thresholds the first three score 5 or 4 for recency and, on average, 5, 4.5 and 4.5 for the rest: Champions.
        cloud.Groups.Single(group => group.Segment == "champions").Points.Count.ShouldBe(3);
        cloud.Groups.Sum(group => group.Points.Count).ShouldBe(8);
        cloud.Groups.ShouldAllBe(group => Rules.Segments.Any(segment => segment.Id == group.Segment));
    }

    [Fact]
    public void Customers_who_are_all_alike_or_too_few_give_no_picture()
    {
        ComponentCloud.Of(new(DateTimeOffset.UnixEpoch, 0, 2, Customers[..2]), Rules).ShouldBeNull();
        ComponentCloud.Of(new(DateTimeOffset.UnixEpoch, 0, 5, [.. Enumerable.Repeat(Customers[0], 5)]), Rules).ShouldBeNull();
    }
}
