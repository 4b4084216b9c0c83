using System.Numerics;

namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>Squared distances of one row to many, in double; the distance of a to b is that of b to a to the last bit.</summary>
internal sealed class RowDistances
{
    /// <summary>Half the last place of a float, relative to the float.</summary>
    private const double HalfPlace = 1.0 / (1 << 24);

    private readonly double[][] _columns;

    /// <summary>Copies the chosen rows, which are numbered from 0 from here on; null for all.</summary>
    public RowDistances(NumericColumns table, int[]? chosen = null)
    {
        _columns = new double[table.Width][];
        for (var c = 0; c < _columns.Length; c++)
        {
            _columns[c] = new double[chosen?.Length ?? table.Rows];
            for (var r = 0; r < _columns[c].Length; r++)
            {
                _columns[c][r] = table.Values[(c * table.Stride) + (chosen is null ? r : chosen[r])];
            }
        }
    }

    /// <summary>
    /// How far a distance may be from that of the rows as they were given, in their units: the columns are held in
    /// single precision, and either end of a difference may be half a last place off.
    /// </summary>
    public double Rounding => 2 * HalfPlace * Math.Sqrt(_columns.Sum(c => Math.Pow(c.Max(Math.Abs), 2)));

    /// <summary>From a row to as many of the first rows as there is room for.</summary>
    public void Squares(int row, Span<double> squares)
    {
        squares.Clear();
        foreach (var column in _columns)
        {
            var own = new Vector<double>(column[row]);
            var i = 0;
            for (; i <= squares.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var difference = new Vector<double>(column, i) - own;
                (new Vector<double>(squares[i..]) + (difference * difference)).CopyTo(squares[i..]);
            }

            for (; i < squares.Length; i++)
            {
                squares[i] += (column[i] - column[row]) * (column[i] - column[row]);
            }
        }
    }
}
