using CustomerSegmentation.Models.Clustering.Centroids;
using CustomerSegmentation.Models.Clustering.Numerics;

namespace CustomerSegmentation.Models.Clustering.Quality;

/// <summary>
/// Whether clusters say anything about the rows: the silhouette of k clusters beside that of copies in which every
/// column was shuffled on its own. A copy has the same columns and nothing that they have together, and k-means finds
/// k clusters in it just as well; what it reaches there, it reaches without structure.
/// </summary>
/// <remarks>
/// What lies in single columns alone (two groups of ages, whatever the income) is in the copies too and does not
/// count, and columns that merely go together count as structure.
/// </remarks>
/// <param name="Present">
/// Whether the silhouette is above the copies' mean by more than <see cref="Margin"/>, and by more than three of their
/// standard deviations, which is the wider of the two below some two hundred rows.
/// </param>
/// <param name="Silhouette">Of the rows.</param>
/// <param name="Permuted">Mean over the copies.</param>
/// <param name="Copies">How many there were.</param>
/// <param name="Sample">How many rows all of this was computed on.</param>
public sealed record StructureTest(bool Present, double Silhouette, double Permuted, int Copies, int Sample)
{
    /// <summary>What chance alone adds to the silhouette of noise with 200 rows or more; measured.</summary>
    public const double Margin = 0.03;

    /// <summary>Above so many rows a random sample is used instead of all.</summary>
    public const int SampleUpTo = 2_000;

    /// <summary>Shuffled copies.</summary>
    public const int DefaultCopies = 8;

    private const int Starts = 5;
    private const double Deviations = 3;

    /// <summary>Tests a table; null for a single column or cluster, where there is nothing to shuffle apart.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="k">Number of clusters.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="copies">How many; two at least.</param>
    /// <param name="threads">At most; null for one a processor.</param>
    /// <param name="cancellation">Gives up.</param>
    public static StructureTest? Of(
        NumericColumns rows,
        int k,
        ulong seed = 1,
        int copies = DefaultCopies,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 2);
        if (rows.Width < 2 || k < 2)
        {
            return null;
        }

        var random = new SeededRandom(seed);
        var sample = rows.Pick(rows.SampleRows(SampleUpTo, random));
        var found = Reached(sample);
        double[] permuted = [.. Enumerable.Range(0, copies).Select(_ => Reached(sample.ShuffleColumns(random)))];
        var mean = Blocks.InOrder(permuted) / copies;
        var deviation = Math.Sqrt(permuted.Sum(p => (p - mean) * (p - mean)) / (copies - 1));
        return new(found - mean > Math.Max(Margin, Deviations * deviation), found, mean, copies, sample.Rows);

        double Reached(NumericColumns table)
        {
            var options = new KMeansOptions(Math.Min(k, table.Rows)) { Seed = seed, Starts = Starts, Threads = threads };
            var labels = KMeans.Fit(table, options, cancellation).Labels;
            return Clustering.Quality.Silhouette.Of(table, labels, seed, threads: threads, cancellation: cancellation).Mean;
        }
    }
}
