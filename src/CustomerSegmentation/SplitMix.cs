namespace CustomerSegmentation;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): one word of state, the same
/// numbers on every machine and under every version of .NET, which <see cref="Random"/> does not promise.
/// A mutable struct: pass it by reference.
/// </summary>
public struct SplitMix
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>A stream of numbers; every seed is a good one.</summary>
    public SplitMix(ulong seed) => _state = seed;

    /// <summary>A stream of its own for one of many things that share a seed.</summary>
    public SplitMix(ulong seed, ulong stream) => _state = Mix(Mix(seed + GoldenGamma) ^ (stream * GoldenGamma));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += GoldenGamma);

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in (0, 1): safe to take the logarithm of.</summary>
    public double NextOpen() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="exclusive"/>); the bias is below <paramref name="exclusive"/> · 2⁻⁶⁴.</summary>
    public int NextBelow(int exclusive) => (int)Math.BigMul(NextBits(), (ulong)exclusive, out _);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
