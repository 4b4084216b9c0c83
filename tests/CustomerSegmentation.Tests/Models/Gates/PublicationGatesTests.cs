using CustomerSegmentation.Models.Drift;
using CustomerSegmentation.Models.Gates;
using CustomerSegmentation.Models.Identity;

namespace CustomerSegmentation.Tests.Models.Gates;

public sealed class PublicationGatesTests
{
    [Fact]
    public void A_sound_fit_passes_them_all()
    {
        var gates = Check([50, 50], 0.4, structure: true, drift: 0.3);

        gates.Select(gate => gate.Name).ShouldBe(["smallestShare", "silhouette", "structure", "drift"]);
        gates.ShouldAllBe(gate => gate.Passed);
        gates.Select(gate => gate.Figure).ShouldBe([0.5, 0.4, 1, 0.3]);
    }

    [Fact]
    public void A_handful_of_outliers_is_no_segment()
    {
        var gate = Check([995, 5], 0.9, true, 0)[0];

        (gate.Passed, gate.Figure, gate.Threshold).ShouldBe((false, 0.005, 0.01));
        gate.Reason.ShouldContain("0.5 %");
        Check([990, 10], 0.9, true, 0)[0].Passed.ShouldBeTrue();
        Check([990, 0], 0.9, true, 0)[0].Passed.ShouldBeFalse();
    }

    [Fact]
    public void Clusters_that_run_into_each_other_are_held_back()
    {
        Check([50, 50], 0.249, true, 0)[1].Passed.ShouldBeFalse();
        Check([50, 50], 0.25, true, 0)[1].Passed.ShouldBeTrue();
    }

    [Fact]
    public void No_structure_is_held_back_and_an_untested_one_is_not()
    {
        Check([50, 50], 0.4, structure: false, 0)[2].Passed.ShouldBeFalse();
        var untested = Check([50, 50], 0.4, structure: null, 0)[2];
        (untested.Passed, untested.Figure).ShouldBe((true, null));
    }

    [Fact]
    public void A_base_that_turned_over_is_held_back_and_the_first_fit_is_not()
    {
        var gate = Check([50, 50], 0.4, true, drift: 2.5)[3];

        (gate.Passed, gate.Figure, gate.Threshold).ShouldBe((false, 2.5, 2));
        gate.Reason.ShouldContain("monetary");
        Check([50, 50], 0.4, true, drift: null)[3].Passed.ShouldBeTrue();
    }

    private static IReadOnlyList<Gate> Check(long[] sizes, double silhouette, bool? structure, double? drift) =>
        PublicationGates.Check(
            new(),
            new(["a"], sizes.Length, sizes.Select((size, cluster) => new OverlapCell(cluster == 0 ? null : "a", cluster, size, 0))),
            silhouette,
            structure,
            drift is { } index
                ? new(default, 1, 100, [new("recencyDays", 0, [], [], []), new("monetary", index, [], [], [])])
                : null);
}
