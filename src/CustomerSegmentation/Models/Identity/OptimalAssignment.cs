namespace CustomerSegmentation.Models.Identity;

/// <summary>
/// Pairs rows with columns, each at most once, so that the sum of their weights is the greatest there is. Shortest
/// augmenting paths with potentials, O(n²m) for n rows and m ≥ n columns: H. W. Kuhn, The Hungarian method for the
/// assignment problem, 1955; R. Jonker and A. Volgenant, A shortest augmenting path algorithm for dense and sparse
/// linear assignment problems, Computing 38, 1987.
/// </summary>
public static class OptimalAssignment
{
    /// <summary>Which column each row is paired with; −1 for a row that is left over when there are fewer columns.</summary>
    /// <param name="weights">Rows × columns, finite.</param>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static int[] Greatest(double[,] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight))
            {
                throw new ArgumentException("Weights must be finite.", nameof(weights));
            }
        }

        var (rows, columns) = (weights.GetLength(0), weights.GetLength(1));
        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        if (rows <= columns)
        {
            var rowOf = Cheapest(rows, columns, (row, column) => -weights[row, column]);
            for (var column = 0; column < columns; column++)
            {
                if (rowOf[column] >= 0)
                {
                    columnOf[rowOf[column]] = column;
                }
            }

            return columnOf;
        }

        return Cheapest(columns, rows, (column, row) => -weights[row, column])[..rows];
    }

    /// <summary>The row of each column, −1 for none; every row has one. At most as many rows as columns.</summary>
    private static int[] Cheapest(int rows, int columns, Func<int, int, double> cost)
    {
        // One column too many: the path to a new row's column begins there.
        var start = columns;
        var rowOf = new int[columns + 1];
        var before = new int[columns + 1];
        var rowPotential = new double[rows];
        var columnPotential = new double[columns + 1];
        var distance = new double[columns + 1];
        var reached = new bool[columns + 1];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < rows; row++)
        {
            Array.Fill(distance, double.PositiveInfinity);
            Array.Clear(reached);
            rowOf[start] = row;
            var end = start;
            do
            {
                reached[end] = true;
                var nearest = -1;
                for (var column = 0; column < columns; column++)
                {
                    if (reached[column])
                    {
                        continue;
                    }

                    var reduced = cost(rowOf[end], column) - rowPotential[rowOf[end]] - columnPotential[column];
                    if (reduced < distance[column])
                    {
                        (distance[column], before[column]) = (reduced, end);
                    }

                    nearest = nearest < 0 || distance[column] < distance[nearest] ? column : nearest;
                }

                // Reduced costs stay at or above zero, and zero along the path.
                var step = distance[nearest];
                for (var column = 0; column <= columns; column++)
                {
                    if (reached[column])
                    {
                        rowPotential[rowOf[column]] += step;
                        columnPotential[column] -= step;
                    }
                    else
                    {
                        distance[column] -= step;
                    }
                }

                end = nearest;
            }
            while (rowOf[end] >= 0);

            for (; end != start; end = before[end])
            {
                rowOf[end] = rowOf[before[end]];
            }
        }

        return rowOf;
    }
}
