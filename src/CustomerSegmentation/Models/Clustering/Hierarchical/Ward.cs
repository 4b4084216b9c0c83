namespace CustomerSegmentation.Models.Clustering.Hierarchical;

/// <summary>
/// Agglomerative clustering by minimum variance (Ward 1963): starting from single rows, those two clusters are merged
/// whose union adds least to the sum of squares. Found by the chain of nearest neighbours (Murtagh 1983; Müllner 2011,
/// fig. 3) with the update of Lance and Williams (1967). Time and memory grow with the square of the rows. All rows
/// count alike.
/// </summary>
/// <remarks>
/// Where several pairs are equally near, the tree is one of several that are equally right, and rows in another order
/// may give another one; in the same order ties fall as in scipy, but for pairs that single precision sets apart.
/// </remarks>
public static class Ward
{
    /// <summary>The most rows: a distance of eight bytes is kept for every pair, 400 MB for so many.</summary>
    public const int MaxRows = 10_000;

    /// <summary>Merges until one cluster is left.</summary>
    /// <param name="rows">Scaled.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxRows"/> rows: draw a sample.</exception>
    public static WardTree Fit(NumericColumns rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rows > MaxRows)
        {
            throw new ArgumentException(
                $"Ward keeps a distance for every pair of rows and takes {MaxRows:N0} of them at most, not {rows.Rows:N0}: draw a sample.",
                nameof(rows));
        }

        return new WardChain(rows, cancellation).Run();
    }
}
