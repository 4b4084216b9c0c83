using CustomerSegmentation.Edge.Dashboard.Reports;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.DashboardTests;

/// <summary>Drift belongs to the model that was in force when it was measured.</summary>
public sealed class ThroughputTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-24, true)]
    [InlineData(0, false)] // the fit that this measurement led to
    [InlineData(9, false)] // published by hand in the morning
    public void It_is_not_shown_for_a_model_that_came_into_force_later(int hours, bool shown) =>
        DriftMeasured(Midnight.AddHours(hours)).ShouldBe(shown ? Midnight : null);

    [Fact]
    public void It_is_not_shown_for_the_rules_of_the_first_day() => DriftMeasured(published: null).ShouldBeNull();

    private static DateTimeOffset? DriftMeasured(DateTimeOffset? published)
    {
        var throughput = new Throughput(Midnight, 0, 0, null, 0, 0, 0, new Dictionary<string, double> { ["monetary"] = 0.3 }, Midnight, new(Ready: true, Problem: null));
        return throughput.DriftMeasured(new(new RuleModel(RuleThresholds.Default), "kmeans", null, published, ModelStatus.Published, null));
    }
}
