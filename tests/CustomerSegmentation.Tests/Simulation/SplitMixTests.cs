namespace CustomerSegmentation.Tests.Simulation;

public class SplitMixTests
{
    [Fact]
    public void The_stream_of_seed_1234567_is_the_published_one()
    {
        // Rosetta Code, "Pseudo-random numbers/Splitmix64".
        var random = new SplitMix(1234567);
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];
        foreach (var number in expected)
        {
            random.NextBits().ShouldBe(number);
        }
    }

    [Fact]
    public void Doubles_of_seed_987654321_fall_into_fifths_as_published()
    {
        // The same page: 100,000 draws, floor(5x).
        var random = new SplitMix(987654321);
        var counts = new int[5];
        for (var i = 0; i < 100_000; i++)
        {
            counts[(int)(random.NextDouble() * 5)]++;
        }

        counts.ShouldBe([20027, 19892, 20073, 19978, 20030]);
    }

    [Fact]
    public void Streams_of_one_seed_differ()
    {
        var firsts = Enumerable.Range(0, 10_000).Select(stream => new SplitMix(1, (ulong)stream).NextBits());

        firsts.Distinct().Count().ShouldBe(10_000);
    }
}
