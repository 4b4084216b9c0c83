namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// Size and mean of every cluster that has rows, and how its rows scatter: what the variance ratio and the
/// Davies–Bouldin index are made of. Means are the rows' own, whatever the centroids that labelled them.
/// </summary>
internal sealed class ClusterMeans
{
    private readonly NumericColumns _table;

    public ClusterMeans(NumericColumns table, ReadOnlySpan<int> labels)
    {
        _table = table;
        var width = table.Width;
        var k = labels.Length == table.Rows && labels.Length > 0
            ? Largest(labels) + 1
            : throw new ArgumentException("One label a row is needed.", nameof(labels));
        Sizes = new int[k];
        Means = new double[k * width];
        Squares = new double[k];
        Distances = new double[k];

        for (var row = 0; row < table.Rows; row++)
        {
            var label = labels[row];
            Sizes[label]++;
            for (var c = 0; c < width; c++)
            {
                Means[(label * width) + c] += table.Values[(c * table.Stride) + row];
            }
        }

        for (var i = 0; i < Means.Length; i++)
        {
            Means[i] /= Math.Max(1, Sizes[i / width]);
        }

        for (var row = 0; row < table.Rows; row++)
        {
            var squared = table.SquaredDistance(row, Means, labels[row]);
            Squares[labels[row]] += squared;
            Distances[labels[row]] += Math.Sqrt(squared);
        }

        Present = [.. Enumerable.Range(0, k).Where(c => Sizes[c] > 0)];
    }

    /// <summary>Clusters that have rows.</summary>
    public int[] Present { get; }

    /// <summary>Rows of each cluster.</summary>
    public int[] Sizes { get; }

    /// <summary>Means, cluster by cluster, relative to the table's origin.</summary>
    public double[] Means { get; }

    /// <summary>Sum of squared distances of each cluster's rows to its mean.</summary>
    public double[] Squares { get; }

    /// <summary>Sum of distances of each cluster's rows to its mean.</summary>
    public double[] Distances { get; }

    /// <summary>Squared distance of two clusters' means.</summary>
    public double SquaredDistance(int a, int b)
    {
        double sum = 0;
        for (var c = 0; c < _table.Width; c++)
        {
            var difference = Means[(a * _table.Width) + c] - Means[(b * _table.Width) + c];
            sum += difference * difference;
        }

        return sum;
    }

    private static int Largest(ReadOnlySpan<int> labels)
    {
        var largest = 0;
        foreach (var label in labels)
        {
            largest = Math.Max(largest, label);
        }

        return largest;
    }
}
