using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>
/// What the components have to say about a block of rows: log densities, responsibilities (posterior probabilities),
/// and the moments that they weigh. Eight rows at a time, in double precision; sums are added lane by lane, so that
/// they do not depend on threads.
/// </summary>
internal sealed class ExpectationStep : IDisposable
{
    /// <summary>Rows a block: its columns and responsibilities stay in the second cache.</summary>
    public const int Rows = 32 * NumericColumns.Lanes;

    private static readonly int Lanes = Vector512<double>.Count;

    private readonly NumericColumns _table;
    private readonly int _k;
    private readonly double[] _centred;
    private readonly double[] _posteriors;
    private readonly double[] _evidence;
    private int _from;
    private int _count;
    private int _padded;

    public ExpectationStep(NumericColumns table, int k)
    {
        (_table, _k) = (table, k);
        _centred = ArrayPool<double>.Shared.Rent((table.Width + 1) * Rows);
        _posteriors = ArrayPool<double>.Shared.Rent(k * Rows);
        _evidence = ArrayPool<double>.Shared.Rent(Rows);
    }

    /// <summary>Responsibilities of one component for the rows of the block.</summary>
    public ReadOnlySpan<double> Posteriors(int component) => _posteriors.AsSpan(component * Rows, _count);

    /// <summary>Computes the responsibilities of these rows.</summary>
    /// <returns>The log-likelihood of the rows.</returns>
    public double Judge(int from, int to, MixtureParameters parameters, bool axesOnly)
    {
        Take(from, to);
        for (var c = 0; c < _k; c++)
        {
            Centre(parameters.Means[c]);
            LogDensity(c, parameters.Whitening[c], parameters.LogFactors[c], axesOnly);
        }

        Normalise();
        HidePadding();
        double sum = 0;
        foreach (var evidence in _evidence.AsSpan(0, _count))
        {
            sum += evidence;
        }

        return sum;
    }

    /// <summary>Gives each of these rows to one component altogether.</summary>
    public void Give(int from, int to, int[] labels)
    {
        Take(from, to);
        _posteriors.AsSpan(0, _k * Rows).Clear();
        for (var row = 0; row < _count; row++)
        {
            _posteriors[(labels[from + row] * Rows) + row] = 1;
        }
    }

    /// <summary>Sums up the rows around each component's mean, weighted with the responsibilities.</summary>
    public void SumMoments(double[][] means, MixtureMoments moments, double[] into)
    {
        var width = _table.Width;
        var weighted = _centred.AsSpan(width * Rows, _padded);
        for (var c = 0; c < _k; c++)
        {
            Centre(means[c]);
            var sums = moments.Of(into, c);
            var posteriors = _posteriors.AsSpan(c * Rows, _padded);
            sums[0] = Sum(posteriors);
            var at = 1 + width;
            for (var i = 0; i < width; i++)
            {
                sums[1 + i] = Multiply(posteriors, _centred.AsSpan(i * Rows, _padded), weighted);
                for (var j = moments.AxesOnly ? i : 0; j <= i; j++)
                {
                    sums[at++] = Dot(weighted, _centred.AsSpan(j * Rows, _padded));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_centred);
        ArrayPool<double>.Shared.Return(_posteriors);
        ArrayPool<double>.Shared.Return(_evidence);
    }

    private void Take(int from, int to)
    {
        (_from, _count) = (from, to - from);
        _padded = (_count + NumericColumns.Lanes - 1) / NumericColumns.Lanes * NumericColumns.Lanes;
    }

    private void Centre(double[] mean)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(_table.Values);
        ref var centred = ref MemoryMarshal.GetArrayDataReference(_centred);
        for (var i = 0; i < mean.Length; i++)
        {
            var origin = Vector512.Create(mean[i]);
            var (source, target) = ((nuint)((i * _table.Stride) + _from), (nuint)(i * Rows));
            for (nuint row = 0; row < (nuint)_padded; row += NumericColumns.Lanes)
            {
                var (low, high) = Vector512.Widen(Vector512.LoadUnsafe(ref values, source + row));
                (low - origin).StoreUnsafe(ref centred, target + row);
                (high - origin).StoreUnsafe(ref centred, target + row + (nuint)Lanes);
            }
        }
    }

    private void LogDensity(int component, double[] whitening, double logFactor, bool axesOnly)
    {
        ref var centred = ref MemoryMarshal.GetArrayDataReference(_centred);
        ref var density = ref _posteriors[component * Rows];
        var width = _table.Width;
        var (atMean, half) = (Vector512.Create(logFactor), Vector512.Create(0.5));
        for (nuint row = 0; row < (nuint)_padded; row += (nuint)Lanes)
        {
            var squared = Vector512<double>.Zero;
            for (var i = 0; i < width; i++)
            {
                var y = Vector512<double>.Zero;
                for (var j = axesOnly ? i : 0; j <= i; j++)
                {
                    y += Vector512.LoadUnsafe(ref centred, (nuint)(j * Rows) + row) * Vector512.Create(whitening[(i * width) + j]);
                }

                squared += y * y;
            }

            (atMean - (half * squared)).StoreUnsafe(ref density, row);
        }
    }

    /// <summary>From log densities to shares of their sum, relative to the largest so that nothing overflows.</summary>
    private void Normalise()
    {
        ref var posteriors = ref MemoryMarshal.GetArrayDataReference(_posteriors);
        ref var evidence = ref MemoryMarshal.GetArrayDataReference(_evidence);
        var end = (nuint)(_k * Rows);
        for (nuint row = 0; row < (nuint)_padded; row += (nuint)Lanes)
        {
            var most = Vector512.LoadUnsafe(ref posteriors, row);
            for (nuint at = Rows; at < end; at += Rows)
            {
                most = Vector512.Max(most, Vector512.LoadUnsafe(ref posteriors, at + row));
            }

            var sum = Vector512<double>.Zero;
            for (nuint at = 0; at < end; at += Rows)
            {
                var share = PortableVectors.Exp(Vector512.LoadUnsafe(ref posteriors, at + row) - most);
                share.StoreUnsafe(ref posteriors, at + row);
                sum += share;
            }

            var inverse = Vector512<double>.One / sum;
            for (nuint at = 0; at < end; at += Rows)
            {
                (Vector512.LoadUnsafe(ref posteriors, at + row) * inverse).StoreUnsafe(ref posteriors, at + row);
            }

            (most + PortableVectors.Log(sum)).StoreUnsafe(ref evidence, row);
        }
    }

    /// <summary>The rows that fill up the last vector belong to nobody.</summary>
    private void HidePadding()
    {
        for (var c = 0; c < _k && _count < _padded; c++)
        {
            _posteriors.AsSpan(c * Rows, _padded)[_count..].Clear();
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < values.Length; i += Lanes)
        {
            sum += Vector512.Create(values[i..]);
        }

        return AddLanes(sum);
    }

    private static double Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < a.Length; i += Lanes)
        {
            var p = Vector512.Create(a[i..]) * Vector512.Create(b[i..]);
            p.CopyTo(product[i..]);
            sum += p;
        }

        return AddLanes(sum);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = 0; i < a.Length; i += 2 * Lanes)
        {
            even += Vector512.Create(a[i..]) * Vector512.Create(b[i..]);
            odd += Vector512.Create(a[(i + Lanes)..]) * Vector512.Create(b[(i + Lanes)..]);
        }

        return AddLanes(even + odd);
    }

    private static double AddLanes(Vector512<double> sums)
    {
        double sum = 0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            sum += sums[lane];
        }

        return sum;
    }
}
