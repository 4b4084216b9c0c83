using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>Memory bandwidth by a = b + s·c over arrays that no cache holds, on every core.</summary>
internal sealed class Triad
{
    private const int Length = 16 << 20; // doubles: 128 MiB each

    private readonly double[] _a = new double[Length];
    private readonly double[] _b = Filled(1);
    private readonly double[] _c = Filled(2);

    /// <summary>Two reads and a write of 8 bytes for each element.</summary>
    public double BytesPerSecond()
    {
        var cores = Environment.ProcessorCount;
        var share = Length / cores / Vector<double>.Count * Vector<double>.Count;
        var started = Stopwatch.GetTimestamp();
        Parallel.For(0, cores, core => Run(core * share, share));
        return 3.0 * sizeof(double) * share * cores / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Run(int from, int count)
    {
        var a = MemoryMarshal.Cast<double, Vector<double>>(_a.AsSpan(from, count));
        var b = MemoryMarshal.Cast<double, Vector<double>>(_b.AsSpan(from, count));
        var c = MemoryMarshal.Cast<double, Vector<double>>(_c.AsSpan(from, count));
        var scale = new Vector<double>(3);
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = b[i] + (scale * c[i]);
        }
    }

    private static double[] Filled(double value)
    {
        var array = new double[Length];
        array.AsSpan().Fill(value);
        return array;
    }
}
