namespace CustomerSegmentation.Models;

/// <summary>
/// Scores 1–5 of a value within a population: value thresholds at the quintiles, 5 best.
/// </summary>
/// <remarks>
/// Equal values score equally, so a value that many share cannot be cut into fifths. Where 60 % of customers have one
/// order, three of the four bounds are 1. A value scores by the bounds that lie strictly below it: the one-time buyers
/// get 1, not 4, and the first repeat order 4, as it is above three fifths. Recency counts the other way
/// round: nobody is fresher than the freshest, so a tie at the fresh end gets 5. A centroid lies between real
/// values; it scores as the nearest real one, so that a segment with 1.05 orders on average counts as one-time buyers.
/// </remarks>
internal sealed class PopulationScores
{
    private const int Scores = 5;
    private readonly double[] _sorted;
    private readonly double[] _bounds = new double[Scores - 1];

    /// <summary>Learns the quintiles (nearest rank: the smallest value that at least a fifth do not exceed, …).</summary>
    public PopulationScores(double[] values)
    {
        _sorted = [.. values];
        Array.Sort(_sorted);
        for (var i = 0; i < _bounds.Length; i++)
        {
            var rank = (((long)_sorted.Length * (i + 1)) + Scores - 1) / Scores;
            _bounds[i] = _sorted[rank - 1];
        }
    }

    /// <summary>The score of a value of which more is better.</summary>
    public int OfMore(double value) => 1 + BoundsBelow(value);

    /// <summary>The score of a value of which less is better.</summary>
    public int OfLess(double value) => Scores - BoundsBelow(value);

    private int BoundsBelow(double value)
    {
        var real = NearestReal(value);
        return _bounds.Count(bound => bound < real);
    }

    private double NearestReal(double value)
    {
        var found = Array.BinarySearch(_sorted, value);
        if (found >= 0)
        {
            return value;
        }

        var above = ~found;
        return above == 0 ? _sorted[0]
            : above == _sorted.Length ? _sorted[^1]
            : value - _sorted[above - 1] <= _sorted[above] - value ? _sorted[above - 1] : _sorted[above];
    }
}
