using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models.Clustering.Centroids;

/// <summary>
/// Labels rows with their nearest centroid, sixteen rows at a time. Every step is one that IEEE 754 defines, fused
/// multiply-add among them where it is written so, and the same on every machine: all find the same labels.
/// </summary>
internal static class NearestCentroid
{
    /// <summary>
    /// Labels the rows from <paramref name="from"/> (a multiple of the lanes) to <paramref name="to"/>, and the
    /// padding behind the last row.
    /// </summary>
    public static void Label(NumericColumns table, int from, int to, float[] centroids, int[] labels)
    {
        if (table.Width == 3)
        {
            LabelThree(table, from, to, centroids, labels);
        }
        else
        {
            LabelAny(table, from, to, centroids, labels);
        }
    }

    /// <summary>The same in double precision, as <see cref="NumericColumns.SquaredDistance"/> rounds.</summary>
    /// <returns>Sum of the squared distances times the rows' weights.</returns>
    public static double LabelExactly(NumericColumns table, int from, int to, double[] centroids, int[] labels)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var label = ref MemoryMarshal.GetArrayDataReference(labels);
        var width = table.Width;
        var stride = (nuint)table.Stride;
        Span<double> distances = stackalloc double[NumericColumns.Lanes];
        Span<Vector512<double>> coordinates = new Vector512<double>[2 * width];
        double inertia = 0;
        for (var row = from; row < to; row += NumericColumns.Lanes)
        {
            var (leastLow, leastHigh) = (Vector512.Create(double.PositiveInfinity), Vector512.Create(double.PositiveInfinity));
            var (nearestLow, nearestHigh) = (Vector512<long>.Zero, Vector512<long>.Zero);
            for (var i = 0; i < width; i++)
            {
                (coordinates[2 * i], coordinates[(2 * i) + 1]) =
                    Vector512.Widen(Vector512.LoadUnsafe(ref values, (nuint)row + ((nuint)i * stride)));
            }

            for (int c = 0, index = 0; c < centroids.Length; c += width, index++)
            {
                var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
                ref var x = ref MemoryMarshal.GetReference(coordinates);
                foreach (var coordinate in centroids.AsSpan(c, width))
                {
                    var centre = Vector512.Create(coordinate);
                    low += (x - centre) * (x - centre);
                    high += (Unsafe.Add(ref x, 1) - centre) * (Unsafe.Add(ref x, 1) - centre);
                    x = ref Unsafe.Add(ref x, 2);
                }

                Closer(low, index, ref leastLow, ref nearestLow);
                Closer(high, index, ref leastHigh, ref nearestHigh);
            }

            Vector512.Narrow(nearestLow, nearestHigh).StoreUnsafe(ref label, (nuint)row);
            leastLow.CopyTo(distances);
            leastHigh.CopyTo(distances[Vector512<double>.Count..]);
            for (var lane = 0; lane < Math.Min(NumericColumns.Lanes, to - row); lane++)
            {
                inertia += table.Weight(row + lane) * distances[lane];
            }
        }

        return inertia;
    }

    /// <summary>Three columns, the engine's case: a row's coordinates stay in registers over all centroids.</summary>
    private static void LabelThree(NumericColumns table, int from, int to, float[] centroids, int[] labels)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var y = ref Unsafe.Add(ref x, table.Stride);
        ref var z = ref Unsafe.Add(ref y, table.Stride);
        ref var label = ref MemoryMarshal.GetArrayDataReference(labels);
        for (var row = (nuint)from; row < (nuint)to; row += NumericColumns.Lanes)
        {
            var vx = Vector512.LoadUnsafe(ref x, row);
            var vy = Vector512.LoadUnsafe(ref y, row);
            var vz = Vector512.LoadUnsafe(ref z, row);
            var least = Vector512.Create(float.PositiveInfinity);
            var nearest = Vector512<int>.Zero;
            for (int c = 0, index = 0; c < centroids.Length; c += 3, index++)
            {
                var dx = vx - Vector512.Create(centroids[c]);
                var dy = vy - Vector512.Create(centroids[c + 1]);
                var dz = vz - Vector512.Create(centroids[c + 2]);
                Closer((dx * dx) + (dy * dy) + (dz * dz), index, ref least, ref nearest);
            }

            nearest.StoreUnsafe(ref label, row);
        }
    }

    /// <summary>Four centroids at a time, so that a row's coordinates are loaded a quarter as often.</summary>
    private static void LabelAny(NumericColumns table, int from, int to, float[] centroids, int[] labels)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var label = ref MemoryMarshal.GetArrayDataReference(labels);
        var width = table.Width;
        var stride = (nuint)table.Stride;
        for (var row = (nuint)from; row < (nuint)to; row += NumericColumns.Lanes)
        {
            var least = Vector512.Create(float.PositiveInfinity);
            var nearest = Vector512<int>.Zero;
            var (c, index) = (0, 0);
            for (; c + (4 * width) <= centroids.Length; c += 4 * width, index += 4)
            {
                ref var first = ref centroids[c];
                ref var second = ref centroids[c + width];
                ref var third = ref centroids[c + (2 * width)];
                ref var fourth = ref centroids[c + (3 * width)];
                var (d1, d2, d3, d4) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
                var at = row;
                for (var i = 0; i < width; i++)
                {
                    var x = Vector512.LoadUnsafe(ref values, at);
                    d1 = Farther(d1, x, Unsafe.Add(ref first, i));
                    d2 = Farther(d2, x, Unsafe.Add(ref second, i));
                    d3 = Farther(d3, x, Unsafe.Add(ref third, i));
                    d4 = Farther(d4, x, Unsafe.Add(ref fourth, i));
                    at += stride;
                }

                Closer(d1, index, ref least, ref nearest);
                Closer(d2, index + 1, ref least, ref nearest);
                Closer(d3, index + 2, ref least, ref nearest);
                Closer(d4, index + 3, ref least, ref nearest);
            }

            for (; c < centroids.Length; c += width, index++)
            {
                var distance = Vector512<float>.Zero;
                var at = row;
                foreach (var coordinate in centroids.AsSpan(c, width))
                {
                    distance = Farther(distance, Vector512.LoadUnsafe(ref values, at), coordinate);
                    at += stride;
                }

                Closer(distance, index, ref least, ref nearest);
            }

            nearest.StoreUnsafe(ref label, row);
        }
    }

    /// <summary>A squared distance with one more coordinate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Farther(Vector512<float> distance, Vector512<float> x, float coordinate)
    {
        var difference = x - Vector512.Create(coordinate);
        return Vector512.FusedMultiplyAdd(difference, difference, distance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Closer(
        Vector512<float> distance, int index, ref Vector512<float> least, ref Vector512<int> nearest)
    {
        var closer = Vector512.LessThan(distance, least);
        least = Vector512.ConditionalSelect(closer, distance, least);
        nearest = Vector512.ConditionalSelect(closer.AsInt32(), Vector512.Create(index), nearest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Closer(
        Vector512<double> distance, int index, ref Vector512<double> least, ref Vector512<long> nearest)
    {
        var closer = Vector512.LessThan(distance, least);
        least = Vector512.ConditionalSelect(closer, distance, least);
        nearest = Vector512.ConditionalSelect(closer.AsInt64(), Vector512.Create((long)index), nearest);
    }
}
