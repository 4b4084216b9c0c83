using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Gates;

namespace CustomerSegmentation.Tests.Models;

public sealed class LastFitTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_fit_that_broke_failed_with_its_reason_and_a_refused_one_with_its_code()
    {
        LastFit.Of(new InvalidOperationException("It broke."), FitTrigger.Schedule, At)
            .ShouldBe(new(At, FitTrigger.Schedule, FitResult.Failed, Version: null, "failed", "It broke."));
        LastFit.Of(new FitRefusedException("invalid_k", "No such k."), FitTrigger.Asked, At)
            .ShouldBe(new(At, FitTrigger.Asked, FitResult.Refused, Version: null, "invalid_k", "No such k."));
    }

    [Fact]
    public void A_person_may_publish_what_a_gate_holds_back()
    {
        var fit = Fit(new Gate("silhouette", Passed: false, 0.1, 0.25, "Too low."));

        LastFit.Of(fit, FitTrigger.Schedule, At, published: false)
            .ShouldBe(new(At, FitTrigger.Schedule, FitResult.Held, 0, "silhouette", "Version 0 is a candidate: Too low."));
        LastFit.Of(fit, FitTrigger.Asked, At, published: true).Outcome.ShouldBe(FitResult.Published);
    }

    [Fact]
    public void A_fit_that_passes_waits_for_approval_or_is_in_force()
    {
        var fit = Fit(new Gate("silhouette", Passed: true, 0.4, 0.25, ""));

        LastFit.Of(fit, FitTrigger.Drift, At, published: false).Outcome.ShouldBe(FitResult.Candidate);
        LastFit.Of(fit, FitTrigger.Drift, At, published: true).Outcome.ShouldBe(FitResult.Published);
    }

    [Fact]
    public void What_waited_is_in_force_once_a_person_publishes_it_and_not_by_another_version()
    {
        var held = LastFit.Of(Fit(new Gate("silhouette", Passed: false, 0.1, 0.25, "Too low.")), FitTrigger.Schedule, At, published: false);

        held.ApprovedBy(1).ShouldBeNull();
        held.ApprovedBy(0).ShouldBe(new(At, FitTrigger.Schedule, FitResult.Published, 0, Code: null, "Version 0 is in force."));
        held.ApprovedBy(0)!.ApprovedBy(0).ShouldBeNull();
    }

    private static FitOutcome Fit(Gate gate) => new(
        new(new RuleModel(RuleThresholds.Default), "rules", At, null, ModelStatus.Candidate, null) { Gates = [gate] },
        new(0, 0, 0, 0, [], new([], [], [], [])),
        new([], 0, []));
}
