using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class AdjustedRandIndexTests
{
    [Fact]
    public void By_hand()
    {
        // Table 2 1 / 0 3: pairs together 1 + 3 = 4; rows 3 + 3, columns 1 + 6; of 15 pairs 6 · 7 / 15 = 2.8 are
        // expected; (4 − 2.8) / (6.5 − 2.8) = 12/37.
        AdjustedRandIndex.Of([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]).ShouldBe(12.0 / 37, 1e-12);

        // Table 1 1 / 1 1: nothing together, 2 · 2 / 6 expected: (0 − 2/3) / (2 − 2/3) = −1/2.
        AdjustedRandIndex.Of([0, 0, 1, 1], [0, 1, 0, 1]).ShouldBe(-0.5, 1e-12);

        // Table 2 0 0 / 0 1 1: one together, 2 · 1 / 6 expected: (1 − 1/3) / (3/2 − 1/3) = 4/7.
        AdjustedRandIndex.Of([0, 0, 1, 1], [0, 0, 1, 2]).ShouldBe(4.0 / 7, 1e-12);
    }

    [Fact]
    public void Degenerate_divisions_agree_when_they_are_the_same()
    {
        AdjustedRandIndex.Of([0, 0, 0], [0, 0, 0]).ShouldBe(1);
        AdjustedRandIndex.Of([0, 1, 2], [2, 1, 0]).ShouldBe(1);
        AdjustedRandIndex.Of([0, 0, 0], [0, 1, 2]).ShouldBe(0);
        AdjustedRandIndex.Of([], []).ShouldBe(1);
        AdjustedRandIndex.Of([3], [0]).ShouldBe(1);
    }

    [Fact]
    public void It_is_what_counting_all_pairs_gives_and_numbers_do_not_matter()
    {
        var cases =
            from rows in Gen.Choose(2, 40)
            from a in Gen.Choose(0, 3).ArrayOf(rows)
            from b in Gen.Choose(0, 4).ArrayOf(rows)
            select (a, b);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (a, b) = c;
            var pairs = (from i in Enumerable.Range(0, a.Length) from j in Enumerable.Range(0, i) select (A: a[i] == a[j], B: b[i] == b[j])).ToList();
            double both = pairs.Count(p => p.A && p.B), inA = pairs.Count(p => p.A), inB = pairs.Count(p => p.B);
            var expected = inA * inB / pairs.Count;
            var index = ((inA + inB) / 2) - expected is var range && range == 0 ? 1 : (both - expected) / range;
            var found = AdjustedRandIndex.Of(a, b);
            int[] renamed = [.. a.Select(label => 7 - label)];
            return Math.Abs(found - index) < 1e-9 && AdjustedRandIndex.Of(b, a).Equals(found)
                && Math.Abs(AdjustedRandIndex.Of(renamed, b) - found) < 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => AdjustedRandIndex.Of([0, 1], [0]));
        Should.Throw<ArgumentException>(() => AdjustedRandIndex.Of([0, -1], [0, 1]));
    }
}
