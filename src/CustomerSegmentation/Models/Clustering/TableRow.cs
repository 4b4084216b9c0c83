namespace CustomerSegmentation.Models.Clustering;

/// <summary>A row as a key: equal when every column is. Rows of one table only are compared.</summary>
internal readonly struct TableRow(NumericColumns table, int row) : IEquatable<TableRow>
{
    private readonly NumericColumns _table = table;
    private readonly int _row = row;

    public bool Equals(TableRow other)
    {
        for (var at = 0; at < _table.Values.Length; at += _table.Stride)
        {
            if (_table.Values[at + _row] != _table.Values[at + other._row])
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is TableRow other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var at = 0; at < _table.Values.Length; at += _table.Stride)
        {
            hash.Add(_table.Values[at + _row]);
        }

        return hash.ToHashCode();
    }
}
