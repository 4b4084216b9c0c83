using CustomerSegmentation.Customers;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Migrations;

/// <summary>
/// Which features moved a customer: change them from before to after one at a time, in all six sequences, and see at which
/// change the segment becomes the one they ended in, for good. A feature's share is how many of the six it decided
/// (Shapley and Shubik 1954, the power index, with features for voters).
/// </summary>
/// <remarks>
/// Exact for every model, as it only asks which segment the model assigns. The shares sum to 1. A feature that did not
/// change decides nothing; one that would have done it alone, and without which nothing happens, decides all.
/// </remarks>
public static class Attribution
{
    private static readonly int[][] Sequences = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>Shares of recency, frequency and monetary value, in this order; all 0 when the segment is the same.</summary>
    public static IReadOnlyList<double> Shares(SegmentModel model, in Rfm before, in Rfm after)
    {
        ArgumentNullException.ThrowIfNull(model);
        double[] old = [before.RecencyDays, before.Frequency, (double)before.Monetary];
        double[] now = [after.RecencyDays, after.Frequency, (double)after.Monetary];
        var (from, to) = (model.Assign(before), model.Assign(after));
        var decided = new int[old.Length];
        if (from != to)
        {
            foreach (var sequence in Sequences)
            {
                decided[Decisive(sequence)]++;
            }
        }

        return [.. decided.Select(count => (double)count / Sequences.Length)];

        int Decisive(int[] sequence)
        {
            double[] mixed = [.. old];
            var (decisive, segment) = (sequence[0], from);
            foreach (var feature in sequence)
            {
                mixed[feature] = now[feature];
                var next = model.Assign(mixed[0], mixed[1], mixed[2]);
                if (next == to && segment != to)
                {
                    decisive = feature;
                }

                segment = next;
            }

            return decisive;
        }
    }
}
