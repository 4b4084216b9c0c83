namespace CustomerSegmentation.Models.Clustering.Numerics;

/// <summary>
/// Cuts rows into blocks of a fixed size, so that sums taken per block and added in block order are the same to the
/// last bit on any number of threads.
/// </summary>
internal sealed class Blocks(int rows, int size, int threads, CancellationToken cancellation)
{
    /// <summary>Rows a block for passes over rows. Three columns of it stay in the first cache.</summary>
    public const int Coarse = 128 * NumericColumns.Lanes;

    /// <summary>Rows a block where every row is compared with all others.</summary>
    public const int Fine = 64;

    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };

    public int Count { get; } = (rows + size - 1) / size;

    /// <summary>First row of a block and the row after its last.</summary>
    public (int From, int To) Range(int block) => (block * size, Math.Min((block + 1) * size, rows));

    /// <summary>Calls with (block, first row, row after the last) for every block, on any thread, in any order.</summary>
    public void ForEach(Action<int, int, int> body)
    {
        cancellation.ThrowIfCancellationRequested();
        if (threads == 1 || Count == 1)
        {
            for (var b = 0; b < Count; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                Run(b);
            }
        }
        else
        {
            Parallel.For(0, Count, _options, Run);
        }

        void Run(int block)
        {
            var (from, to) = Range(block);
            body(block, from, to);
        }
    }

    /// <summary>Sums a figure of every block, in block order.</summary>
    public double Sum(Func<int, int, double> figure)
    {
        var sums = new double[Count];
        ForEach((b, from, to) => sums[b] = figure(from, to));
        return InOrder(sums);
    }

    /// <summary>Adds in index order; no vectorised sum, whose order differs between machines.</summary>
    public static double InOrder(double[] sums)
    {
        double total = 0;
        foreach (var sum in sums)
        {
            total += sum;
        }

        return total;
    }
}
