using System.Numerics;

namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// xoshiro256** 1.0, seeded through <see cref="SplitMix"/> (Blackman and Vigna 2018, "Scrambled linear pseudorandom number
/// generators"). Our own, because a seed must give the same model on every version of .NET, which
/// <see cref="Random"/> does not promise.
/// </summary>
public sealed class SeededRandom
{
    private ulong s0, s1, s2, s3;

    /// <summary>A generator; every (seed, stream) pair is a sequence of its own.</summary>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        if (stream > 0)
        {
            seed ^= new SplitMix(stream).NextBits();
        }

        var seeds = new SplitMix(seed);
        (s0, s1, s2, s3) = (seeds.NextBits(), seeds.NextBits(), seeds.NextBits(), seeds.NextBits());
    }

    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) =>
        (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>At least 0, below 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, below <paramref name="bound"/>. The bias is below 2⁻³², for rows of a table nothing.</summary>
    public int NextBelow(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);
}
