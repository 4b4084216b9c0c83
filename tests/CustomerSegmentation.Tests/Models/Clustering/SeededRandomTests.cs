using CustomerSegmentation.Models.Clustering;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Tests.Models.Clustering;

public sealed class SeededRandomTests
{
    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        // The first outputs of the authors' C code for the state 1, 2, 3, 4, as the rand_xoshiro crate tests them.
        var random = new SeededRandom(1, 2, 3, 4);
        Enumerable.Range(0, 10).Select(_ => random.NextBits()).ToList().ShouldBe(
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ]);
    }

    [Fact]
    public void Numbers_stay_within_their_bounds_and_cover_them()
    {
        var random = new SeededRandom(7);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => random.NextBelow(10)).ToList();
        drawn.Distinct().Order().ShouldBe(Enumerable.Range(0, 10));
        var doubles = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToList();
        doubles.ShouldAllBe(x => x >= 0 && x < 1);
        doubles.Average().ShouldBe(0.5, 0.02); // six standard errors
    }

    [Fact]
    public void Every_stream_of_a_seed_is_its_own()
    {
        var first = Enumerable.Range(0, 100).Select(stream => new SeededRandom(1, (ulong)stream).NextBits());
        first.Distinct().Count().ShouldBe(100);
    }
}
