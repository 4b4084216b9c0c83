using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Hierarchical;

/// <summary>
/// Merges clusters as soon as each is the other's nearest; with Ward's distance no later merge can come between them,
/// so that the merges need only be put in order of height in the end. A cluster is kept at the index of its highest row, as
/// in scipy, so that equally near pairs are taken in the same order there and here.
/// </summary>
internal sealed class WardChain
{
    private readonly int _rows;
    private readonly CancellationToken _cancellation;
    private readonly double[] _squares;
    private readonly int[] _sizes;
    private readonly int[] _chain;
    private readonly List<(int Kept, int Gone, double Squared)> _found;

    /// <summary>Highest rows of the clusters that are left, ascending, in the first <see cref="_left"/> places.</summary>
    private readonly int[] _clusters;
    private int _left;

    public WardChain(NumericColumns table, CancellationToken cancellation)
    {
        (_rows, _left, _cancellation) = (table.Rows, table.Rows, cancellation);
        _squares = new double[At(_rows, 0)];
        _clusters = [.. Enumerable.Range(0, _rows)];
        _sizes = [.. Enumerable.Repeat(1, _rows)];
        _chain = new int[_rows];
        _found = new(_rows - 1);
        var distances = new RowDistances(table);
        for (var row = 1; row < _rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            distances.Squares(row, _squares.AsSpan(At(row, 0), row));
        }
    }

    public WardTree Run()
    {
        for (var links = 0; _left > 1;)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (links == 0)
            {
                _chain[links++] = _clusters[0];
            }

            // The link before wins among equals, or the chain might run in a circle.
            var end = _chain[links - 1];
            var before = links > 1 ? _chain[links - 2] : -1;
            var nearest = Nearest(end, before);
            if (nearest == before)
            {
                Merge(Math.Max(end, before), Math.Min(end, before));
                links -= 2;
            }
            else
            {
                _chain[links++] = nearest;
            }
        }

        return InOrder();
    }

    private int Nearest(int cluster, int before)
    {
        var (nearest, least) = (before, before < 0 ? double.PositiveInfinity : _squares[Pair(cluster, before)]);
        foreach (var other in _clusters.AsSpan(0, _left))
        {
            if (other != cluster && _squares[Pair(cluster, other)] is var squared && squared < least)
            {
                (nearest, least) = (other, squared);
            }
        }

        return nearest;
    }

    private void Merge(int kept, int gone)
    {
        var squared = _squares[Pair(kept, gone)];
        _found.Add((kept, gone, squared));
        var place = Array.BinarySearch(_clusters, 0, _left, gone);
        Array.Copy(_clusters, place + 1, _clusters, place, --_left - place);
        foreach (var other in _clusters.AsSpan(0, _left))
        {
            if (other != kept)
            {
                ref var toUnion = ref _squares[Pair(kept, other)];
                double size = _sizes[other];
                var sum = ((size + _sizes[kept]) * toUnion) + ((size + _sizes[gone]) * _squares[Pair(gone, other)]) - (size * squared);

                // Nothing comes nearer by a merge of nearest neighbours; rounding must not have it so, or heights would fall.
                toUnion = Math.Max(squared, sum / (size + _sizes[kept] + _sizes[gone]));
            }
        }

        _sizes[kept] += _sizes[gone];
    }

    /// <summary>The merges in order of height, those of equal height as they were found: parts before their union.</summary>
    private WardTree InOrder()
    {
        var (names, sizes) = (Enumerable.Range(0, _rows).ToArray(), Enumerable.Repeat(1, _rows).ToArray());
        var merges = new List<WardMerge>(_found.Count);
        foreach (var (kept, gone, squared) in _found.OrderBy(f => f.Squared))
        {
            sizes[kept] += sizes[gone];
            merges.Add(new(Math.Min(names[kept], names[gone]), Math.Max(names[kept], names[gone]), Math.Sqrt(squared), sizes[kept]));
            names[kept] = _rows + merges.Count - 1;
        }

        return new(_rows, merges);
    }

    private static int Pair(int a, int b) => a > b ? At(a, b) : At(b, a);

    /// <summary>Where the distance of a row to a lower one lies in the triangle.</summary>
    private static int At(int row, int lower) => (row * (row - 1) / 2) + lower;
}
