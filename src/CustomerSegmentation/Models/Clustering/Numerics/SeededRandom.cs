using System.Numerics;

namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>
/// xoshiro256** 1.0, seeded through <see cref="SplitMix"/> (Blackman and Vigna 2018, "Scrambled linear pseudorandom number
/// generators"). Our own, because a seed must give the same model on every version of .NET, which
/// <see cref="Random"/> does not promise.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A generator; every (seed, stream) pair is a sequence of its own.</summary>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        if (stream > 0)
        {
            seed ^= new SplitMix(stream).NextBits();
        }

        var seeds = new SplitMix(seed);
        (_s0, _s1, _s2, _s3) = (seeds.NextBits(), seeds.NextBits(), seeds.NextBits(), seeds.NextBits());
    }

    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) =>
        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>At least 0, below 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, below <paramref name="bound"/>. The bias is below 2⁻³², for rows of a table nothing.</summary>
    public int NextBelow(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);
}
