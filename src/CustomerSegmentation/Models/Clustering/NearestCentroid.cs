using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CustomerSegmentation.Models.Clustering;

/// <summary>
/// Labels rows with their nearest centroid, sixteen rows at a time. Products are added one by one (no fused
/// multiply-add), so that every machine rounds alike and finds the same labels.
/// </summary>
internal static class NearestCentroid
{
    /// <summary>
    /// Labels the rows from <paramref name="from"/> (a multiple of the lanes) to <paramref name="to"/>, and the
    /// padding behind the last row.
    /// </summary>
    /// <returns>Whether any label changed.</returns>
    public static bool Label(NumericColumns table, int from, int to, float[] centroids, int[] labels) =>
        table.Width == 3 ? LabelThree(table, from, to, centroids, labels) : LabelAny(table, from, to, centroids, labels);

    /// <summary>Three columns, the engine's case: a row's coordinates stay in registers over all centroids.</summary>
    private static bool LabelThree(NumericColumns table, int from, int to, float[] centroids, int[] labels)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var y = ref Unsafe.Add(ref x, table.Stride);
        ref var z = ref Unsafe.Add(ref y, table.Stride);
        ref var label = ref MemoryMarshal.GetArrayDataReference(labels);
        var changes = Vector512<int>.Zero;
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

            changes |= nearest ^ Vector512.LoadUnsafe(ref label, row);
            nearest.StoreUnsafe(ref label, row);
        }

        return changes != Vector512<int>.Zero;
    }

    private static bool LabelAny(NumericColumns table, int from, int to, float[] centroids, int[] labels)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(table.Values);
        ref var label = ref MemoryMarshal.GetArrayDataReference(labels);
        var width = table.Width;
        var stride = (nuint)table.Stride;
        var changes = Vector512<int>.Zero;
        for (var row = (nuint)from; row < (nuint)to; row += NumericColumns.Lanes)
        {
            var least = Vector512.Create(float.PositiveInfinity);
            var nearest = Vector512<int>.Zero;
            for (int c = 0, index = 0; c < centroids.Length; c += width, index++)
            {
                var distance = Vector512<float>.Zero;
                var at = row;
                foreach (var coordinate in centroids.AsSpan(c, width))
                {
                    var difference = Vector512.LoadUnsafe(ref values, at) - Vector512.Create(coordinate);
                    distance += difference * difference;
                    at += stride;
                }

                Closer(distance, index, ref least, ref nearest);
            }

            changes |= nearest ^ Vector512.LoadUnsafe(ref label, row);
            nearest.StoreUnsafe(ref label, row);
        }

        return changes != Vector512<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Closer(
        Vector512<float> distance, int index, ref Vector512<float> least, ref Vector512<int> nearest)
    {
        var closer = Vector512.LessThan(distance, least);
        least = Vector512.ConditionalSelect(closer, distance, least);
        nearest = Vector512.ConditionalSelect(closer.AsInt32(), Vector512.Create(index), nearest);
    }
}
